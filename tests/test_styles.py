"""The book's one style sheet: no rule that a page needs is missing, and the others are gone."""

import pytest

from unrolled.book import styles

USED = {"card", "open", "u-note"}


@pytest.mark.parametrize(
    ("sheet", "kept"),
    [
        ("p {\n  color: red;\n}", "p{color: red;}"),
        (".card{a:b}.absent{a:b}", ".card{a:b}"),
        (".absent, .card.open > p{a:b}", ".card.open > p{a:b}"),
        (".card .absent{a:b}", ""),
        (":is(.absent, p:not(.gone), .card) b, .absent{a:b}", ":is(.absent, p:not(.gone), .card) b{a:b}"),
        ("[data-x='.absent']{a:b}", "[data-x='.absent']{a:b}"),
        (".bs-tooltip-auto{a:b}", ".bs-tooltip-auto{a:b}"),
        ("@media print{.absent{a:b}}@media print{.open{a:b}.absent{a:b}}", "@media print{.open{a:b}}"),
        ("@keyframes k{from{a:b}to{a:c}}", "@keyframes k{from{a:b}to{a:c}}"),
        (".u-note::before{content:'}{'}p{a:url(x;y)}", ".u-note::before{content:'}{'}p{a:url(x;y)}"),
    ],
)
def test_rules_stay_where_all_their_classes_are_in_use(sheet, kept):
    assert styles.trim(sheet, USED) == kept


PAGE = '<html><head>{links}</head><body class="card">{words}</body></html>'
LINK = '\n<link rel="stylesheet" href="{root}_static/{file}?v=1" />'


@pytest.fixture
def site(tmp_path):
    """Two written pages, of which one lies deeper; their sheets ask for a sheet, a font and a picture."""
    static = tmp_path / "_static"
    (static / "styles").mkdir(parents=True)
    (static / "basic.css").write_text("/* .card{first:yes} */ .card{a:1;b:url('file.png')}.absent{a:1}")
    (static / "styles" / "theme.css").write_text('@charset "UTF-8";@import "../basic.css";.open{src:url(../fonts/x.woff2)}')
    (static / "own.css").write_text(".card{a:2}.made-later{a:2}p{b:url(data:image/png;base64,x)}")
    (static / "own.js").write_text("element.classList.add('open', `made-later`)")
    files = ["styles/theme.css", "own.css"]
    (tmp_path / "deep").mkdir()
    for page, root in (("index.html", ""), ("deep/page.html", "../")):
        links = "".join(LINK.format(root=root, file=file) for file in files)
        (tmp_path / page).write_text(PAGE.format(links=links, words="absent"), "utf-8")
    return tmp_path


def test_pages_get_one_sheet_in_the_order_of_theirs(site):
    styles.bundle(site, [site / "index.html", site / "deep" / "page.html"])
    sheet = (site / "_static" / "book-all.css").read_text("utf-8")
    assert sheet == (
        ".card{a:1;b:url('file.png')}.open{src:url(fonts/x.woff2)}.card{a:2}.made-later{a:2}"
        "p{b:url(data:image/png;base64,x)}"
    )
    assert (site / "index.html").read_text("utf-8").count("stylesheet") == 1
    assert 'href="../_static/book-all.css?v=' in (site / "deep" / "page.html").read_text("utf-8")


def test_a_page_that_is_not_written_anew_follows_the_sheet(site):
    pages = [site / "index.html", site / "deep" / "page.html"]
    written = pages[0].read_text("utf-8")
    styles.bundle(site, pages)
    before = pages[1].read_text("utf-8")
    pages[0].write_text(written.replace('class="card"', 'class="absent"'), "utf-8")
    styles.bundle(site, pages)
    assert pages[1].read_text("utf-8") != before
    assert ".absent{a:1}" in (site / "_static" / "book-all.css").read_text("utf-8")
    assert ".card{a:2}" in (site / "_static" / "book-all.css").read_text("utf-8")
