"""Grading of the labs: strangers' answers run in a sandbox, and marks come from the values they return.

Needs Linux and bubblewrap; what an assignment is (`assignments`) can be imported anywhere.
"""
