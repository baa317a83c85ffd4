// A drawing that stands alone: computed colors in place of the page's variables.
import { escape } from "./html.js";

const STYLES = [
  "fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "stroke-dasharray", "stroke-linejoin",
  "stroke-linecap", "vector-effect", "opacity", "font-family", "font-size", "font-style", "font-weight",
  "text-anchor", "paint-order",
];
const MARGIN = 20;

/** The figure's settings, its drawings one below the other and its legend, as the text of one SVG file. */
export function svgFile(root, title, caption) {
  const page = getComputedStyle(root);
  const drawings = [...root.querySelectorAll("svg.u-figure")];
  const hangs = (drawing) => Math.max(0, -drawing.getBBox().x); // names of ticks stand left of their drawing
  const width = Math.max(...drawings.map((drawing) => drawing.getBoundingClientRect().width + hangs(drawing)));
  let y = MARGIN;
  const write = (words, size, weight) =>
    lines(words, `${weight} ${size}px ${page.fontFamily}`, width).map((line) => {
      y += 1.4 * size;
      return `<text x="${MARGIN}" y="${y}" font-family="${escape(page.fontFamily)}" font-size="${size}" font-weight="${weight}" fill="${page.color}">${escape(line)}</text>`;
    });
  const draw = (drawing) => {
    const shown = drawing.getBoundingClientRect();
    const inner = drawing.viewBox.baseVal?.width || shown.width;
    const { y: top, height } = drawing.getBBox(); // without the empty room that a drawing keeps
    y += MARGIN;
    const place = {
      x: MARGIN + hangs(drawing), y, width: shown.width, height: (height * shown.width) / inner,
      viewBox: `0 ${top} ${inner} ${height}`, overflow: "visible",
    };
    y += place.height;
    const copy = frozen(drawing);
    for (const [name, value] of Object.entries(place)) copy.setAttribute(name, value);
    return new XMLSerializer().serializeToString(copy);
  };
  const heading = (drawing) => {
    const above = drawing.previousElementSibling ?? drawing.parentElement.previousElementSibling;
    if (!above?.matches(".u-heading")) return [];
    y += MARGIN / 2;
    return write(above.innerText, 12.5, 400);
  };
  const parts = [
    write(title, 16, 600),
    write(settings(root), 12.5, 400),
    drawings.flatMap((drawing) => [heading(drawing), draw(drawing)]).flat(),
    write(root.querySelector(".u-key").innerText, 12.5, 400), // innerText leaves out what is veiled
  ].flat();
  const size = { width: width + 2 * MARGIN, height: y + MARGIN };
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}">
<title>${escape(title)}</title><desc>${escape(caption)}</desc>
<rect width="100%" height="100%" fill="${page.backgroundColor}"/>
${parts.join("\n")}
</svg>`;
}

/** What the controls are set to, in the words that stand beside them. */
function settings(root) {
  const words = (element) => element.textContent.trim();
  const field = ({ value, dataset }, i) => {
    const [, column] = JSON.parse(dataset.at);
    return `${i === 0 ? "" : column === 0 ? "; " : ", "}${value.replace("-", "\u2212")}`; // a semicolon ends a row
  };
  const said = {
    "u-range": (control) => `${words(control.querySelector("label"))}: ${words(control.querySelector(".u-amount"))}`,
    "u-choice": (control) => `${words(control.querySelector("legend"))}: ${words(control.querySelector(":checked + span"))}`,
    "u-fields": (control) => `${words(control.querySelector("legend"))}: ${[...control.querySelectorAll("input")].map(field).join("")}`,
    "u-typed": (control) => `${words(control.querySelector("label"))}: ${control.querySelector("input").value}`,
    "u-toggle": (control) => `${words(control)}: ${control.querySelector(":checked") ? "on" : "off"}`,
  };
  const controls = Object.keys(said).map((name) => `.u-controls .${name}`); // also those in a slot
  return [...root.querySelectorAll(controls)].map((control) => said[control.className](control)).join(", ");
}

/** Words broken into lines that are at most `width` pixels wide. */
function lines(words, font, width) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = font;
  return words.split(/\s+/).reduce((done, word) => {
    const longer = `${done.at(-1) ?? ""} ${word}`.trim();
    return done.length && pen.measureText(longer).width <= width ? [...done.slice(0, -1), longer] : [...done, word];
  }, []);
}

function frozen(drawing) {
  const copy = drawing.cloneNode(true);
  const originals = [drawing, ...drawing.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((element, i) => {
    const style = getComputedStyle(originals[i]);
    if (style.visibility === "hidden" || style.display === "none") element.setAttribute("display", "none");
    for (const name of STYLES) element.setAttribute(name, style.getPropertyValue(name));
    if (style.transform !== "none") element.setAttribute("transform", style.transform); // turned by a style
    element.removeAttribute("class");
  });
  return copy;
}

export function download(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  URL.revokeObjectURL(url);
}
