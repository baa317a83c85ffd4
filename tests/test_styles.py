"""The book's one style sheet: no rule that a page needs is missing, and the others are gone."""

import re
from pathlib import Path

import pytest

from unrolled.book import styles

WEB = Path(__file__).resolve().parents[1] / "web"
PAGE = '<html data-theme="dark"><head>{links}</head><body class="card"><p class="u-note open"><i>{words}</i></p></body></html>'
LINK = '\n<link rel="stylesheet" href="{root}_static/{file}?v=1" />'


@pytest.fixture
def site(tmp_path):
    """Two written pages, of which one lies deeper; their sheets ask for a sheet, a font and a picture."""
    static = tmp_path / "_static"
    (static / "styles").mkdir(parents=True)
    (static / "basic.css").write_text("/* .card{order:9} */ .card{order:1;background:url('file.png')}.absent{order:1}")
    (static / "styles" / "theme.css").write_text(
        '@charset "UTF-8";@import "../basic.css";'
        "@font-face{font-family:x;src:url(../fonts/x.woff2?v=1)}.open{font-family:x}"
    )
    (static / "own.css").write_text(".card{order:2}.made-later{order:2}p{background:url(data:image/png;base64,x)}")
    (static / "own.js").write_text("element.classList.add('gone', `made-later`)")
    (static / "unrolled").mkdir()
    (static / "unrolled" / "widget.css").write_text(".absent{order:1}")
    (tmp_path / "deep").mkdir()
    for page, root in (("index.html", ""), ("deep/page.html", "../")):
        links = "".join(LINK.format(root=root, file=file) for file in ("styles/theme.css", "own.css"))
        (tmp_path / page).write_text(PAGE.format(links=links, words="words"), "utf-8")
    return tmp_path


def bundled(site):
    styles.bundle(site, [site / "index.html", site / "deep" / "page.html"], WEB)
    return (site / "_static" / "book-all.css").read_text("utf-8").strip()


def test_pages_get_one_sheet_in_the_order_of_theirs(site):
    assert bundled(site) == (
        '@charset "UTF-8";.card{order:1;background:url(file.png)}@font-face{font-family:x;src:url(fonts/x.woff2?v=1)}'
        ".open{font-family:x}.card,.made-later{order:2}p{background:url(data:image/png;base64,x)}"
    )
    for page, root in (("index.html", ""), ("deep/page.html", "../")):
        sheets = re.findall(r'rel="stylesheet" href="([^"?]*)', (site / page).read_text("utf-8"))
        assert sheets == [f"{root}_static/book-all.css"]


def test_sheets_that_no_page_asks_for_any_more_are_gone(site):
    bundled(site)
    left = {file.name for file in site.rglob("*.css")}
    assert left == {"book-all.css", "widget.css"}


RULES = {
    ".card.open{order:1}": True,
    ".card.absent{order:1}": False,
    ".card .absent{order:1}": False,
    ".u-note:is(.open,p):not(.never){order:1}": True,
    "[data-theme=dark] .card{order:1}": True,
    "[data-theme=dark]:not(:has(:target)) p{order:1}": True,
    "[data-other] .card{order:1}": False,
    ".bs-tooltip-auto{order:1}": True,
    "@media print{.open{order:1}}": True,
    "@media print{.absent{order:1}}": False,
    '.u-note:before{content:"}{"}': True,
    "@keyframes k{0%{order:1}to{order:2}}": True,
}


def test_rules_stay_where_all_that_they_name_is_in_use(site):
    (site / "_static" / "own.css").write_text("\n".join([*RULES, ".absent,.card>p{color:red}", ":is(.absent,.card) i{order:1}"]))
    sheet = bundled(site)
    assert [rule for rule, stays in RULES.items() if (rule in sheet) != stays] == []
    assert "}.card>p{color:red}" in sheet and ":is(.card) i{order:1}" in sheet


def test_a_page_that_is_not_written_anew_follows_the_sheet(site):
    written, kept = site / "index.html", site / "deep" / "page.html"
    sheets = {file: file.read_text("utf-8") for file in (site / "_static").rglob("*.css")}
    anew = written.read_text("utf-8").replace('class="card"', 'class="absent"')
    bundled(site)
    before = kept.read_text("utf-8")
    written.write_text(anew, "utf-8")
    for file, text in sheets.items():  # as the build of a page copies them
        file.write_text(text, "utf-8")
    sheet = bundled(site)
    assert kept.read_text("utf-8") != before
    assert ".absent{order:1}" in sheet and ".card,.made-later{order:2}" in sheet
