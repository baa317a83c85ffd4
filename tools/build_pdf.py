"""Make one PDF of the book, as Chromium prints its pages.

    python tools/build_pdf.py                      the whole book, into _build/unrolled.pdf
    python tools/build_pdf.py PAGE ...             these pages alone, such as chapters/05_gru
    python tools/build_pdf.py --site FOLDER --out FILE

The book must have been built.  Each page is printed by itself, so that memory stays small, and
pypdf puts them together: with a title page, the contents, an outline, page numbers, and links
that lead from page to page inside the file.  No script of a page runs, so that widgets are the
pictures that the build has put there, finished; folded answers are open.  The file carries no tags for screen readers,
which find everything in the book itself.
"""

import argparse
import io
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urldefrag

import jinja2
import yaml
from browser import SITE, launch, serve
from playwright.sync_api import sync_playwright
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, Fit, FloatObject, NameObject, TextStringObject

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "_build" / "unrolled.pdf"
LOOK = Path(__file__).parent / "pdf"

SCALE = 0.8
MARGINS = {"top": "16mm", "bottom": "20mm", "left": "18mm", "right": "18mm"}
# What is left of A4, in CSS pixels before scaling: the page is laid out, and measured, this wide.
WIDTH, HEIGHT = (round((paper - edges) / 25.4 * 96 / SCALE) for paper, edges in ((210, 36), (297, 36)))

# The light theme, which a script would set; everything unfolded; what would not fit a sheet, with
# the code that makes it, made smaller; a link to each place, so that the printed file knows where
# it is; the headings, for outline and contents.
PREPARE = """(sheet) => {
  document.documentElement.dataset.theme = "light";
  document.querySelectorAll("details").forEach((part) => { part.open = true; });
  for (const part of document.querySelectorAll(".unrolled-widget, .book-figure")) {
    const height = part.getBoundingClientRect().height;
    const code = part.closest(".cell")?.querySelector(".cell_input")?.getBoundingClientRect().height ?? 0;
    const room = sheet - (code < sheet / 4 ? code + 30 : 0);
    if (height > room) part.style.zoom = room / height;
  }
  const article = document.querySelector("article");
  const places = document.createElement("div");
  places.hidden = true;
  for (const part of article.querySelectorAll("[id]:not(svg *)")) {
    const link = places.appendChild(document.createElement("a"));
    link.href = "#" + part.id;
  }
  document.body.append(places);
  const words = (heading) => {
    const copy = heading.cloneNode(true);
    copy.querySelectorAll(".headerlink, .katex-mathml").forEach((part) => part.remove());
    return copy.textContent.replace(/\\s+/g, " ").trim();
  };
  return [...article.querySelectorAll("section[id] > :is(h1, h2, h3)")]
    .map((heading) => ({ level: +heading.tagName[1], title: words(heading), id: heading.parentElement.id }));
}"""


@dataclass(frozen=True)
class Printed:
    """A page of the book on paper.

    headings: dictionaries with `level`, `title` and `id`; places: where each id is, as the number
    of its sheet, from 0, and the height on it in points.
    """

    name: str
    reader: PdfReader
    headings: list
    places: dict

    @property
    def title(self):
        return self.headings[0]["title"]


def parts():
    """The book's parts in order: pairs of a caption and the names of the pages; the cover's has none."""
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
    listed = [(part["caption"], [chapter["file"] for chapter in part["chapters"]]) for part in contents["parts"]]
    return [("", [contents["root"]]), *listed]


def print_page(browser, address, name):
    """Print one page of the book.  Raises RuntimeError where the book has none of that name."""
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light", java_script_enabled=False)
    answer = page.goto(f"{address}{name}.html", wait_until="load")  # a busy machine is still reading when the network falls silent
    if not answer.ok:
        raise RuntimeError(f"the built book has no page {name}; run `make book`")
    page.wait_for_load_state("networkidle")
    page.emulate_media(media="print", color_scheme="light")
    headings = page.evaluate(PREPARE, HEIGHT - 8)
    reader = _pdf(page, margin=MARGINS, scale=SCALE)
    page.close()
    return Printed(name, reader, headings, _take_places(reader))


def _pdf(page, **options):
    return PdfReader(io.BytesIO(page.pdf(format="A4", print_background=True, **options)))


def _take_places(reader):
    """Where the ids of a printed page are; they leave the file, since other pages have the same."""
    places = {
        name.removeprefix("/"): (reader.get_destination_page_number(place), float(place.top))
        for name, place in reader.named_destinations.items()
    }
    reader.root_object.pop(NameObject("/Dests"), None)
    return places


def _print_html(browser, template, address, **values):
    """Print a template of ours; its links lead below `address`."""
    environment = jinja2.Environment(autoescape=True, loader=jinja2.FileSystemLoader(LOOK))
    page = browser.new_page()
    page.set_content(environment.get_template(template).render(address=address, **values))
    reader = _pdf(page, prefer_css_page_size=True)
    page.close()
    return reader


def front(browser, address, chosen, starts):
    """Title page and contents.

    chosen: pairs of a caption and its printed pages; starts: number of each page's first sheet
    """
    rows = [
        {"caption": caption, "pages": [
            {"title": page.title, "link": f"{page.name}.html", "number": starts[page.name] + 1, "sections": [
                {"title": heading["title"], "link": f"{page.name}.html#{heading['id']}",
                 "number": starts[page.name] + page.places[heading["id"]][0] + 1}
                for heading in page.headings if heading["level"] == 2
            ]} for page in pages
        ]} for caption, pages in chosen
    ]
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    return _print_html(
        browser, "front.html.j2", address, parts=rows, version=version, author=config["author"],
        year=config["copyright"], book=config["html"]["baseurl"],
    )


def merge(browser, address, chosen):
    """The book as one PdfWriter, of pairs of a caption and its printed pages."""
    printed = [page for _, pages in chosen for page in pages]
    first = len(front(browser, address, chosen, {page.name: 0 for page in printed}).pages)
    starts, running = {}, ["", *["Contents"] * (first - 1)]
    for page in printed:
        starts[page.name] = len(running)
        running += [page.title] * len(page.reader.pages)
    opening = front(browser, address, chosen, starts)
    if len(opening.pages) != first:
        raise RuntimeError("the contents changed their length with the page numbers in them")

    writer = PdfWriter()
    for name, reader in [("", opening), *((page.name, page.reader) for page in printed)]:
        _spell_out_links(reader, f"{address}{name}.html")
        writer.append(reader, import_outline=False)
    numbers = _print_html(browser, "numbers.html.j2", address, running=running)
    for sheet, number in zip(writer.pages, numbers.pages, strict=True):
        sheet.merge_page(number)
        sheet.compress_content_streams()
    _lead_links_inside(writer, address, starts, {page.name: page.places for page in printed})
    _outline(writer, chosen, starts)
    writer.compress_identical_objects(remove_duplicates=True, remove_unreferenced=True)
    writer.root_object[NameObject("/Lang")] = TextStringObject("en")
    writer.page_mode = "/UseOutlines"
    writer.add_metadata({"/Title": "Unrolled: an interactive course on recurrent neural networks", "/Author": "The Unrolled authors"})
    return writer


def _links(pages):
    for page in pages:
        for link in page.get("/Annots", []):
            if link.get_object().get("/Subtype") == "/Link":
                yield link.get_object()


def _spell_out_links(reader, address):
    """Links within a page become full addresses: pypdf would drop those whose place it does not know."""
    for link in _links(reader.pages):
        if "/Dest" in link:
            place = str(link.pop(NameObject("/Dest"))).removeprefix("/")
            target = TextStringObject(f"{address}#{place}")
            link[NameObject("/A")] = DictionaryObject({NameObject("/S"): NameObject("/URI"), NameObject("/URI"): target})


def _lead_links_inside(writer, address, starts, places):
    """Links to pages that are in this file lead to their sheets; links to others of the book to the site."""
    site = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))["html"]["baseurl"]
    for link in _links(writer.pages):
        url = str(link.get("/A", {}).get("/URI", ""))
        if not url.startswith(address):
            continue
        target, place = urldefrag(url.removeprefix(address))
        name = target.removesuffix(".html")
        if name not in starts:
            link["/A"][NameObject("/URI")] = TextStringObject(site + url.removeprefix(address))
            continue
        sheet, top = places[name].get(unquote(place), (0, 842.0))
        page = writer.pages[starts[name] + sheet].indirect_reference
        del link["/A"]
        link[NameObject("/Dest")] = ArrayObject([page, NameObject("/XYZ"), FloatObject(0), FloatObject(top), FloatObject(0)])


def _outline(writer, chosen, starts):
    """Parts, pages and their sections, as viewers show them at the side."""
    writer.add_outline_item(title="Contents", page_number=1)
    for caption, pages in chosen:
        part = writer.add_outline_item(title=caption, page_number=starts[pages[0].name]) if caption else None
        for page in pages:
            parents = [part]
            for heading in page.headings:
                sheet, top = page.places[heading["id"]]
                del parents[heading["level"]:]
                item = writer.add_outline_item(
                    title=heading["title"], page_number=starts[page.name] + sheet, parent=parents[-1], fit=Fit.xyz(top=top), is_open=False
                )
                parents.append(item)


def build(browser, names, site, out):
    """Print these pages of a built book, all where `names` is empty, into the file `out`; its number of sheets."""
    chosen = [(caption, [page for page in pages if not names or page in names]) for caption, pages in parts()]
    with serve(site) as address:
        printed = [(caption, [print_page(browser, address, name) for name in pages]) for caption, pages in chosen if pages]
        writer = merge(browser, address, printed)
    out.parent.mkdir(parents=True, exist_ok=True)
    writer.write(out)
    return len(writer.pages)


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Make a PDF of the book.")
    parser.add_argument("pages", nargs="*", help="such as chapters/05_gru; default: all")
    parser.add_argument("--site", type=Path, default=SITE, help="folder of the built book")
    parser.add_argument("--out", type=Path, default=OUT, help="the file to write")
    options = parser.parse_args(arguments)
    known = [page for _, pages in parts() for page in pages]
    if unknown := [name for name in options.pages if name not in known]:
        parser.error(f"no page {', '.join(unknown)}; there are {', '.join(known)}")
    try:
        with sync_playwright() as playwright:
            sheets = build(launch(playwright), options.pages, options.site, options.out)
    except RuntimeError as error:
        sys.exit(f"No PDF: {error}")
    print(f"{sheets} pages, {options.out.stat().st_size / 1e6:.1f} MB: {options.out}")


if __name__ == "__main__":
    main()
