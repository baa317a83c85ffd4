"""Students' pages: everything that helps is there, nothing that was hidden is, and nothing that a student wrote runs."""

import json
import re
from dataclasses import replace

import pytest
from a_course import enter, hand_in, mark_by_hand, outcome, work
from browser import two_frames

from unrolled.grading import feedback, inert
from unrolled.grading.course import Received
from unrolled.grading.gradebook import marks, rows
from unrolled.grading.oracle import Score

HIT = "document.title='hit';window.hit=1"
CORPUS = [
    f"<script>{HIT}</script>",
    f"<ScRiPt\n>{HIT}</sCrIpT\t>",
    f"<img src=x onerror=\"{HIT}\">",
    f"<img src=x onerror={HIT}//",
    f"<svg onload=\"{HIT}\"><animate onbegin=\"{HIT}\" attributeName=x dur=1s></svg>",
    f"<svg><script>{HIT}</script></svg>",
    f"<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror={HIT}&gt;\">",
    f"<math href=\"javascript:{HIT}\">x</math>",
    f"<body onload=\"{HIT}\"><details open ontoggle=\"{HIT}\">x</details>",
    f"<iframe srcdoc=\"<script>parent.{HIT}</script>\"></iframe><iframe src=\"javascript:{HIT}\"></iframe>",
    f"<object data=\"data:text/html,<script>{HIT}</script>\"></object><embed src=\"javascript:{HIT}\">",
    f"<input autofocus onfocus=\"{HIT}\"><video><source onerror=\"{HIT}\"></video>",
    f"<a href=\"javascript:{HIT}\">click</a><a href=\"&#106;avascript:{HIT}\">click</a>",
    f"[click](javascript:{HIT}) [click](<javascript:{HIT}>) [click](JaVaScRiPt&#58;{HIT}) [click](java\tscript:{HIT})",
    f"[click][r]\n\n[r]: javascript:{HIT}\n\n<javascript:{HIT}>",
    f"[click](data:text/html,<script>{HIT}</script>) [click](vbscript:{HIT}) ![x](javascript:{HIT})",
    f"![x](http://evil.test/a.png \"x\\\" onerror=\\\"{HIT}\") ![x\" onerror=\"{HIT}](x)",
    "<style>@import 'http://evil.test/x.css'; body{background:url(http://evil.test/y)}</style><link rel=stylesheet href=//evil.test/z>",
    f"</pre></code></div></details></article><script>{HIT}</script>",
    f"```\n</code></pre><script>{HIT}</script>\n```",
    f"```mermaid\n<img src=x onerror=\"{HIT}\">\n```",
    f"```html\"><script>{HIT}</script>\nx\n```",
    f"`</code><script>{HIT}</script>` ``<img src=x onerror=\"{HIT}\">``",
    f"$<img src=x onerror=\"{HIT}\">$ $$<script>{HIT}</script>$$ \\begin{{x}}<script>{HIT}</script>\\end{{x}}",
    f"$\\href{{javascript:{HIT}}}{{click}}$ $\\style{{background:url(//evil.test)}}{{x}}$",
    f"<<script>{HIT}//<</script><scr<script>ipt>{HIT}</script>",
    f"<!--><script>{HIT}</script>--><![CDATA[<script>{HIT}</script>]]><?x <script>{HIT}</script>?>",
    f"<meta http-equiv=refresh content=\"0;url=javascript:{HIT}\"><base href=\"http://evil.test/\"><form action=\"javascript:{HIT}\"><button>click</button></form>",
    f"<template><script>{HIT}</script></template><noscript><p title=\"</noscript><img src=x onerror={HIT}>\">",
    f"'\"><script>{HIT}</script>{{{{ 7*7 }}}}{{% raw %}}",
    f"<div\n\nonclick=\"{HIT}\">x</div>\n\n    <script>{HIT}</script>\n\n> <script>{HIT}</script>",
    f"| a | b |\n|---|---|\n| <img src=x onerror=\"{HIT}\"> | [click](javascript:{HIT}) |",
    f"Text before the tag.\n\n<div>\n\n[click](javascript:{HIT})\n\n</div>",
    "<plaintext><xmp><textarea></title><title>hit",
]
# Together, as each page takes a second; a tag that one leaves open meets another one each time.
GROUPS = ["\n\n".join(CORPUS[start::6]) for start in range(6)] + ["\n\n".join(CORPUS[start : start + 7]) for start in range(0, len(CORPUS), 7)]
DOM = """() => [...document.querySelectorAll('body, body *')].flatMap((element) => [
  ...(/^(script|iframe|object|embed|img|style|link|meta|base|form|video|audio|math|template|textarea|input|button)$/i
    .test(element.tagName) ? [element.tagName] : []),
  ...[...element.attributes].filter((a) => /^on|^style$|^srcdoc$/i.test(a.name)).map((a) => a.name),
  ...[...element.attributes].filter((a) => /^(href|src|action|data)$/i.test(a.name) && !/^(https?:|mailto:|#)/i.test(a.value))
    .map((a) => a.value),
])"""


@pytest.fixture
def opened(browser):
    """Opens HTML; the page then holds what it asked for in `asked`, and every link that is no address of the web is clicked."""
    contexts = []

    def open_one(markup, width=1280, **options):
        while contexts:
            contexts.pop().close()
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.asked = []

        def route(request):
            if request.request.url == "http://page.test/":
                return request.fulfill(body=markup, content_type="text/html; charset=utf-8")
            page.asked.append(request.request.url)
            return request.abort()

        page.route("**/*", route)
        page.goto("http://page.test/", wait_until="load")
        page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
        page.evaluate("document.querySelectorAll('article a, .text_cell a').forEach((link) => /^http/.test(link.href) || link.click())")
        page.evaluate("document.querySelectorAll('main *, .text_cell *').forEach((element) => element.focus && element.focus())")
        two_frames(page)
        return page

    yield open_one
    for context in contexts:
        context.close()


def pages(course, *outcomes):
    enter(course, *outcomes)
    return {path.parts[-3]: path.read_text("utf-8") for path in feedback.write(course, "A1")}


def words(page):
    return re.sub(r"\s+", " ", page.inner_text("body"))


# ------------------------------------------------------------ what it says


def test_points_and_what_was_said_stand_at_each_question(course, opened):
    hand_in(course, "ada", work(), late=True)
    hint = "At horizon 3, which hour does the first window answer for?"
    page = opened(pages(course, outcome(course, "ada", windows=("graded", 2, hint)))["ada"])
    first = page.locator("article").first
    assert "1. Windows for a distant hour" in first.inner_text() and "2 of 4" in first.inner_text() and hint in first.inner_text()
    assert "def make_windows(series" in first.inner_text()
    said = words(page)
    assert "Ada Lovelace" in said and "22 of 30 points so far" in said and "after the deadline" in said and "2 answers are still to be read" in said
    assert page.locator("article").count() == 9 and page.title() == "A1: Windows, splits and scaling without leakage: feedback for Ada Lovelace"


def test_marks_and_comments_of_a_person_are_there(course, opened):
    hand_in(course, "ada", work())
    enter(course, outcome(course, "ada", rmse=0))
    mark_by_hand(course, "ada", "written-leak", 2.5, "**Good.**\nWhich experiment <decides>?\n\n- $x_1 * y_2 * z$")
    mark_by_hand(course, "ada", "public-rmse", 1.5, "The formula is right.")
    mark_by_hand(course, "ada", "written-context", 3)
    text = feedback.write(course, "A1")[0].read_text("utf-8")
    page = opened(text)
    said = words(page)
    assert "29 of 30 points" in said and "so far" not in said
    assert "Which experiment <decides>?" in said and "The formula is right." in said and "2.5 of 3" in said and "1.5 of 2" in said
    comment = page.locator(".comment").nth(1)
    assert comment.locator("strong").inner_text() == "Good." and comment.locator("p").inner_text().count("\n") == 1
    assert comment.locator("li").inner_text() == "$x_1 * y_2 * z$" and "as it was typed" in said


def test_what_was_not_graded_is_told_kindly_and_is_no_0(course, opened):
    hand_in(course, "ada", b"PK\x03\x04")
    hand_in(course, "alan", work())
    lost = {name: ("timed out", 0, "It had not answered after 20 seconds.") for name in ("windows", "split", "overlap", "scale", "rmse", "compare", "own")}
    found = pages(course, outcome(course, "ada", "unreadable"), outcome(course, "alan", "timed out", **lost))
    unread, late = words(opened(found["ada"])), words(opened(found["alan"]))
    assert "No score yet" in unread and "zip archive" in unread and "not a mark of 0" in unread and "hand it in again" in unread
    assert "No score yet" in late and "did not come back in time" in late and "0 of" not in late


def test_a_question_that_was_left_open_is_called_so(course, opened):
    hand_in(course, "ada", course.release("A1").read_bytes())
    none = {name: ("graded", 0, "NotImplementedError: ") for name in ("windows", "split", "overlap", "scale", "rmse", "compare", "own")}
    said = words(opened(pages(course, outcome(course, "ada", **none))["ada"]))
    assert said.count("You left this question open.") == 9 and "NotImplementedError" not in said


def test_a_mistake_of_the_grader_is_not_the_students(course, opened):
    hand_in(course, "ada", work())
    broken = outcome(course, "ada", "partly", scale=("check failed", 0, "KeyError: hidden [[3.25, 7.125]]"))
    said = words(opened(pages(course, broken)["ada"]))
    assert "not on yours" in said and "hidden" not in said and "3.25" not in said and "KeyError" not in said


def test_no_check_and_no_hidden_input_is_in_a_page(course):
    hand_in(course, "ada", work())
    text = pages(course, outcome(course, "ada", windows=("graded", 2, "Look again.")))["ada"]
    released = {cell["id"]: "".join(cell["source"]) for cell in course.released("A1")["cells"]}
    for name, source in released.items():
        if name.startswith("public-"):
            assert not [line for line in source.splitlines() if len(line) > 20 and line.strip() in text]
    assert "assert " not in text and course.secret.read_bytes().hex() not in text


def test_an_exception_does_not_carry_hidden_inputs_out(course, opened):
    hand_in(course, "ada", work())
    said = f"ValueError: operands of shapes (3,4) and (5,) [0.12573022 -1.3210e-05] {'x' * 5000}"
    text = words(opened(pages(course, outcome(course, "ada", windows=("graded", 0, said)))["ada"]))
    assert "shapes (3,4) and (5,)" in text and "0.125" not in text and "3210" not in text and "x" * 1000 not in text


def test_only_those_who_were_graded_have_a_page(course):
    hand_in(course, "ada", work())
    hand_in(course, "alan", work())
    assert list(pages(course, outcome(course, "ada"))) == ["ada"]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_the_screen_and_can_be_read(course, opened, width, scheme):
    hand_in(course, "ada", work(answer_rmse="def rmse_in_units(y, prediction, center, spread):\n    return " + "x" * 300))
    text = pages(course, outcome(course, "ada", rmse=("graded", 0, "NameError: name '" + "x" * 300 + "' is not defined")))["ada"]
    page = opened(text, width, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.asked == []
    ink, surface = page.evaluate("[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]")
    assert (ink, surface) == (("rgb(40, 46, 55)", "rgb(255, 255, 255)") if scheme == "light" else ("rgb(237, 242, 249)", "rgb(20, 24, 30)"))


def test_its_policy_lets_its_own_style_in_and_no_script(course, browser):
    hand_in(course, "ada", work())
    text = pages(course, outcome(course, "ada"))["ada"].replace("</main>", f"<script>{HIT}</script><p style='color:red'>x</p></main>")
    context = browser.new_context()
    page = context.new_page()
    faults = []
    page.on("console", lambda message: faults.append(message.text))
    page.set_content(text)
    assert page.title() != "hit" and page.evaluate("window.hit") is None
    assert len([fault for fault in faults if "Content Security Policy" in fault]) == 2
    assert page.locator(".score").evaluate("element => getComputedStyle(element).borderRadius") == "12px"
    context.close()


# ------------------------------------------------------------ what it does not do


def hostile(course, payload):
    """An outcome in which every word that a student can choose is a payload."""
    hand_in(course, "ada", work(written_leak=payload, written_context=f"Fine.\n\n{payload}", answer_windows=f"def make_windows(): '''\n{payload}\n'''"))
    found = outcome(course, "ada")
    scores = (Score("windows", 1, "graded", payload), Score("split", 0, "crashed", payload), *found.scores[2:])
    return replace(found, scores=scores, notes=(payload, f"x{payload}"), named=payload)


def inert_page(course, payload):
    """The page of a student whose id, name and files are payloads too, without the policy that would stop them."""
    found = hostile(course, payload)
    enter(course, found)
    row = replace(next(row for row in rows(course, "A1") if row.student == "ada"), student=payload, name=payload)
    received = Received(payload, "2026-11-20T12:00:00+00:00", True, (f"{payload} does not count.",))
    given = marks(course, "A1")["ada"]
    given["written-leak"] = replace(given["written-leak"], comment=payload)
    text = feedback.page(course.released("A1"), row, found, given, received)
    policy = re.search(r'<meta http-equiv="Content-Security-Policy"[^>]*>', text)
    return text.replace(policy[0], "")


def test_nothing_that_a_student_wrote_runs_in_the_feedback(course, opened):
    for payload in CORPUS:
        page = opened(inert_page(course, payload))
        assert page.evaluate("window.hit") is None and page.title() != "hit", payload
        assert page.evaluate(DOM) == [] and page.asked == [], payload
        assert page.locator("article").count() == 9 and page.locator("footer").count() == 1, payload


def formgrader(path):
    """A notebook as the formgrader shows it, without the formgrader's own scripts."""
    from nbconvert.exporters import HTMLExporter
    from nbgrader.server_extensions.formgrader import handlers
    from traitlets.config import Config

    settings = Config()
    settings.HTMLExporter.template_name = "formgrade"
    settings.HTMLExporter.extra_template_basedirs = [handlers.template_path]
    settings.Exporter.default_preprocessors = []
    resources = {
        "assignment_id": "A1", "notebook_id": "A1_windows", "submission_id": "1", "index": 0, "total": 1, "base_url": "",
        "student": "ada", "last_name": "", "first_name": "", "notebook_path": "x",
    }
    return HTMLExporter(config=settings).from_filename(str(path), resources=resources)[0]


def in_notebook(page):
    """What stands in the cells and must not, the formgrader's own fields aside."""
    return [item for item in page.evaluate(DOM.replace("body, body *", ".text_cell_render *, .input_area *")) if item]


def test_nothing_that_a_student_wrote_runs_in_the_formgrader(course, opened):
    for payload in GROUPS:
        enter(course, hostile(course, payload))
        page = opened(formgrader(course.autograded("ada", "A1")))
        assert page.evaluate("window.hit") is None and page.title() != "hit", payload
        assert in_notebook(page) == [], payload
        assert not [address for address in page.asked if "evil" in address]
        assert page.locator(".nbgrader_cell").count() == 17, payload  # none was swallowed by an open tag


def test_without_our_cleaning_the_formgrader_would_run_it(course, opened):
    """The test above can fail: nbgrader shows a student's Markdown as it is."""
    hand_in(course, "ada", work())
    enter(course, outcome(course, "ada"))
    path = course.autograded("ada", "A1")
    notebook = json.loads(path.read_text("utf-8"))
    next(cell for cell in notebook["cells"] if cell["id"] == "written-leak")["source"] = CORPUS[2]
    path.write_text(json.dumps(notebook))
    assert opened(formgrader(path)).evaluate("window.hit") == 1


def test_names_are_harmless_in_nbgraders_pages(course):
    course.roster.write_text('id,name\nada,"<script>alert(1)</script> ""O\'Hara"""\n')
    hand_in(course, "ada", work())
    enter(course, outcome(course, "ada"))
    with course.gradebook() as gradebook:
        student = gradebook.find_student("ada")
        assert not set("<>\"'") & set(student.first_name + student.last_name)


def test_written_answers_keep_their_form_and_their_mathematics():
    found = inert.html("Take **two** of `a<b`:\n\n1. $x_1 * y_2 * z$\n2. [a page](https://example.org/?q=1)\n\n```python\nif a < b:\n\n    pass\n```")
    assert "<strong>two</strong>" in found and "<code>a&lt;b</code>" in found and "$x_1 * y_2 * z$" in found
    assert 'href="https://example.org/?q=1"' in found and "noopener" in found and "\n" not in found and "<li>" in found


@pytest.mark.parametrize("text", ["[" * 30_000, "<b>" * 30_000, "> " * 30_000, "$a" * 9_000, "*a " * 6_000, "\\begin{a}" * 2_000, "x" * 10**6, "\x00\x1b[31m\u202e"])
def test_a_written_answer_of_any_size_is_shown(text):
    found = inert.html(text)
    assert found and len(found) < 600_000 and "\x1b" not in found and "\u202e" not in found
