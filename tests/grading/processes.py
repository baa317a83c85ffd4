"""The processes that this one has started, or another one."""

import os


def children(pid="self"):
    """The ids of a process's children, the dead that nobody asked after as well."""
    found = []
    for task in os.listdir(f"/proc/{pid}/task"):
        try:
            with open(f"/proc/{pid}/task/{task}/children") as file:
                found += map(int, file.read().split())
        except FileNotFoundError:  # a thread that has ended meanwhile
            continue
    return found


def descendants(pid):
    """The ids of a process's children, of theirs, and so on."""
    found = children(pid)
    for one in found:
        found += children(one)
    return found
