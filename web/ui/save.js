// A drawing that stands alone: computed colors in place of the page's variables.
import { escape } from "./html.js";

const STYLES = [
  "fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "stroke-dasharray", "stroke-linejoin",
  "stroke-linecap", "vector-effect", "opacity", "font-family", "font-size", "font-style", "font-weight",
  "text-anchor", "paint-order",
];
const MARGIN = 20;

/** The figure's drawings, one below the other, as the text of one SVG file. */
export function svgFile(root, title, caption) {
  const page = getComputedStyle(root);
  const text = `font-family="${escape(page.fontFamily)}" fill="${page.color}"`;
  let y = MARGIN + 24;
  let width = 0;
  const parts = [...root.querySelectorAll("svg.u-figure")].map((drawing) => {
    const box = drawing.getBoundingClientRect();
    const copy = frozen(drawing);
    const place = { x: MARGIN, y, width: box.width, height: box.height, overflow: "visible" };
    for (const [name, value] of Object.entries(place)) copy.setAttribute(name, value);
    y += box.height + MARGIN;
    width = Math.max(width, box.width);
    return new XMLSerializer().serializeToString(copy);
  });
  width += 2 * MARGIN;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y}" viewBox="0 0 ${width} ${y}">
<title>${escape(title)}</title><desc>${escape(caption)}</desc>
<rect width="100%" height="100%" fill="${page.backgroundColor}"/>
<text x="${MARGIN}" y="${MARGIN + 8}" font-size="16" font-weight="600" ${text}>${escape(title)}</text>
${parts.join("\n")}
</svg>`;
}

function frozen(drawing) {
  const copy = drawing.cloneNode(true);
  const originals = [drawing, ...drawing.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((element, i) => {
    const style = getComputedStyle(originals[i]);
    if (style.visibility === "hidden" || style.display === "none") element.setAttribute("display", "none");
    for (const name of STYLES) element.setAttribute(name, style.getPropertyValue(name));
    element.removeAttribute("class");
  });
  return copy;
}

export function download(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  URL.revokeObjectURL(url);
}
