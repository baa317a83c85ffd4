"""The report on similar answers as one HTML page, for the instructor alone: works offline, runs nothing."""

from collections import defaultdict
from html import escape
from itertools import combinations, product

FEW = 5  # students who share a form: it says something about each two of them
MANY = 10  # more say little
MOST_TOGETHER = 40  # of two students with forms in common
MOST_PAIRS = 100  # of near answers for each question
MOST_SHOWN = MANY  # students of a group who are named, and whose answers are on the page

STYLE = """
:root { color-scheme: light dark; --line: #8886; --soft: #8882; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line); } h3 { margin-bottom: .3rem; font-size: 1rem; }
section > p { margin: .2rem 0 1rem; }
details { border: 1px solid var(--line); border-radius: .4rem; margin: .4rem 0; padding: .4rem .8rem; }
summary { cursor: pointer; } summary b { font-weight: 600; }
.codes { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); gap: .8rem; margin: .6rem 0; }
.codes h4 { margin: 0; font-size: .9rem; }
pre { background: var(--soft); padding: .6rem; white-space: pre-wrap; overflow-wrap: anywhere; font-size: .8rem; line-height: 1.4; margin: .2rem 0; }
table { border-collapse: collapse; } th, td { text-align: left; padding: .2rem 1rem .2rem 0; border-bottom: 1px solid var(--line); }
"""


def page(assignment, report, answers, named):
    """The page about one assignment.

    report  : `similarity.Report`
    answers : for each student, as people call them, a dict of the source of the answer to each question
    named   : for students whose notebook gives another id than theirs, that id
    """
    questions = sorted({found.question for found in (*report.groups, *report.pairs)})
    parts = [_question(question, report, answers) for question in questions]
    if not parts:
        parts = ["<p><strong>No two answers are the same up to renaming, or nearly so.</strong></p>"]
    title = f"{escape(assignment)}: similar answers"
    return f"""<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title><style>{STYLE}</style>
<main><h1>{title}</h1>
<p>Answers of {len(answers)} students were compared.
<strong>This page accuses nobody.</strong>
Two short answers to the same question are often the same with no copying, and the more students share a form, the less it says about any two of them.
What counts for nobody: the released template and checks, names, comments, layout, and answers too short to tell.
Look at what an honest pair would hardly share, such as the same odd mistake or the same needless line, and talk with both before you decide.</p>
{_named(named)}{_together(report)}{"".join(parts)}</main></html>
"""


def _named(named):
    """Who handed in a notebook with somebody else's id."""
    if not named:
        return ""
    rows = "".join(f"<tr><td>{escape(student)}</td><td>{escape(other)}</td></tr>" for student, other in sorted(named.items()))
    return f"""<section><h2>Another id in the notebook</h2>
<p>These notebooks were written with another student's id, or a mistyped one; they were graded with the numbers of who handed them in.</p>
<table><tr><th>handed in by</th><th>id in the notebook</th></tr>{rows}</table></section>
"""


def _together(report):
    """Which two students have most in common that few others have."""
    shared = defaultdict(set)
    for group in report.groups:
        if len(group.students) <= FEW:
            for two in combinations(group.students, 2):
                shared[two].add(group.question)
    for pair in report.pairs:
        if len(pair.left) + len(pair.right) <= FEW:
            for two in product(pair.left, pair.right):
                shared[tuple(sorted(two))].add(pair.question)
    most = sorted(shared, key=lambda two: (-len(shared[two]), two))
    if not most:
        return ""
    rows = "".join(
        f"<tr><td>{escape(one)}</td><td>{escape(other)}</td><td>{escape(', '.join(sorted(shared[one, other])))}</td></tr>"
        for one, other in most[:MOST_TOGETHER]
    )
    more = f"<p>{len(most) - MOST_TOGETHER} others have less in common.</p>" if len(most) > MOST_TOGETHER else ""
    return f"""<section><h2>Where to look first</h2>
<p>Two students whose answers are the same or nearly so in a form that at most {FEW} students have, those with most such questions first.</p>
<table><tr><th>student</th><th>student</th><th>questions</th></tr>{rows}</table>{more}</section>
"""


def _question(question, report, answers):
    groups = [group for group in report.groups if group.question == question]
    pairs = [pair for pair in report.pairs if pair.question == question]
    parts = [f"<section><h2>{escape(question)}</h2>"]
    some = [group for group in groups if len(group.students) <= MANY]
    if groups:
        parts.append("<h3>The same up to renaming</h3>")
        parts += [_entry(f"<b>{len(group.students)} students</b>: {_names(group.students)}", group.students, question, answers) for group in some]
    if many := [str(len(group.students)) for group in groups if len(group.students) > MANY]:
        parts.append(f"<p>Forms that so many share that it says little: of {' and of '.join(many)} students.</p>")
    if pairs:
        parts.append("<h3>Nearly the same</h3><p>The percentage is the part of the code that both have.</p>")
        for pair in pairs[:MOST_PAIRS]:
            what = f"<b>{100 * pair.similarity:.0f} %</b>: {_names(pair.left)} and {_names(pair.right)}"
            parts.append(_entry(what, (pair.left[0], pair.right[0]), question, answers))
        if len(pairs) > MOST_PAIRS:
            parts.append(f"<p>{len(pairs) - MOST_PAIRS} pairs that are less near are not shown.</p>")
    return "".join([*parts, "</section>\n"])


def _names(students):
    shown = ", ".join(map(escape, students[:MOST_SHOWN]))
    return shown + (f" and {len(students) - MOST_SHOWN} more" if len(students) > MOST_SHOWN else "")


def _entry(summary, students, question, answers):
    codes = "".join(f"<div><h4>{escape(student)}</h4><pre>{escape(answers[student][question])}</pre></div>" for student in students[:MOST_SHOWN])
    return f'<details><summary>{summary}</summary><div class="codes">{codes}</div></details>\n'
