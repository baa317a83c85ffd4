// What stands above the large map, column by column: the input, what was expected, and what the chosen output depends on.
// x is in percent of the width and y in pixels.
import { html, signed } from "../ui/html.js";
import { EDGE, HEIGHT } from "../ui/pad.js";
import { hatch, percent, signs } from "../ui/svg.js";
import { short, visible, asked } from "./words.js";

/** Pixels: the height of the strip. */
export const stripHeight = (kind) => ({ numbers: HEIGHT, words: 104, characters: 48 })[kind];

const columnsOf = ({ window: { from, to, columns } }) => ({
  steps: Array.from({ length: columns }, (_, k) => from + k),
  x: (s, part = 0) => percent((100 * (s + part - from)) / columns),
  width: percent(100 / columns),
  shown: (t) => t > from && t <= to,
});

/** The column of t, behind everything. */
const place = ({ x, width, shown }, t, height) => shown(t) && html`<rect x="${x(t - 1)}" width="${width}" y="0" height="${height}" class="u-paper-place"/>`;

export const strip = (values) => ({ numbers: curve, words, characters })[values.kind](values);

function characters(values) {
  const { tokens, favorites, t, end } = values;
  const columns = columnsOf(values);
  const { steps, x } = columns;
  const line = (list, y, kind) => signs(list.map(([sign, s]) => [visible(sign), x(s, 0.5), y]), kind);
  const space = ([sign]) => sign === " " || sign === "\n";
  const row = (list, y, kind) => [line(list.filter((one) => !space(one)), y, kind), line(list.filter(space), y, "u-soft")];
  const read = steps.map((s) => [tokens[s], s]);
  // What was expected stands where it was to come: below the next input.
  const expected = favorites ? steps.filter((s) => s > 0).map((s) => [values.names[favorites[s - 1]], s]) : [];
  const came = ([sign, s]) => sign === tokens[s];
  return html`${place(columns, t, 48)}${row(read, 17, "u-strong")}
    ${values.favorites && html`<text x="-5" y="40" text-anchor="end" class="u-soft u-tiny">guess</text>`}<text x="-5" y="17" text-anchor="end" class="u-soft u-tiny">read</text>
    ${line(expected.filter(came), 40, "u-came")}${line(expected.filter((one) => !came(one)), 40, "u-soft u-missed")}`;
}

function words(values) {
  const { tokens, t } = values;
  const columns = columnsOf(values);
  return html`${place(columns, t, 104)}<g class="u-words">${columns.steps.map(
    (s) => html`<svg x="${columns.x(s, 0.5)}" y="100" overflow="visible"><text transform="rotate(-90)" y="4" class="${s === t - 1 && "u-strong"}">${visible(tokens[s])}</text></svg>`,
  )}</g>`;
}

/** A series to draw on, on the paper of ui/pad.js. */
function curve(values) {
  const { series, feature, card, t, T, trace } = values;
  const columns = columnsOf(values);
  const [low, high] = card.limits[feature];
  const y = (value) => +(EDGE + ((high - value) / (high - low)) * (HEIGHT - 2 * EDGE)).toFixed(2);
  const line = (list, shift, kind) => html`<polyline points="${Array.from(list, (value, s) => `${+((100 * (s + shift)) / T).toFixed(3)},${y(Math.max(low, Math.min(high, value)))}`).join(" ")}" class="${kind}" vector-effect="non-scaling-stroke"/>`;
  return html`<svg class="u-figure" width="100%" height="${HEIGHT}" role="img" aria-label="The input: ${card.features[feature]} at ${T} timesteps">
    <rect x="0" y="0" width="100%" height="${HEIGHT}" class="u-paper-sheet"/>${place(columns, t, HEIGHT)}
    ${[high, low].map((tick) => html`<line x1="0" x2="100%" y1="${y(tick)}" y2="${y(tick)}" class="u-grid"/><text x="-5" y="${y(tick) + 4}" text-anchor="end" class="u-soft">${short(tick)}</text>`)}
    <svg width="100%" height="${HEIGHT}" viewBox="0 0 100 ${HEIGHT}" preserveAspectRatio="none">${line(series.map((row) => row[feature]), 0.5, "u-line-input")}${card.forecasts && line(trace.outputs, 1.5, "u-line-output")}</svg>
    ${T <= 64 && series.map((row, s) => html`<circle cx="${columns.x(s, 0.5)}" cy="${y(row[feature])}" r="2" class="u-dot-input"/>`)}
  </svg>`;
}

// ---- what the output depends on ---------------------------------------------------------------

const BARS = 26; // pixels: the height of a row of bars
const NAME = 19; // and of the line above it

export function connectivity(values, uid) {
  const { connectivity: { norm, gradient_x_input }, chosen, end } = values;
  const veil = values.hidden ? "u-unseen" : `veil-${asked(values)}`;
  return html`<p class="u-heading u-depends">What <span class="${veil}">the output <b>${visible(chosen.name)}</b></span> at <i>t</i> = ${end} depends on</p>
    <svg class="u-figure" width="100%" height="${2 * (BARS + NAME)}" role="img" aria-label="Gradients by timestep">
      <defs>${hatch(`${uid}-hatch`)}</defs>
      ${row(values, 0, "gradient, its norm", norm, () => html`fill="url(#${uid}-hatch)" class="u-gradient-bar"`)}
      ${row(values, BARS + NAME, "gradient × input", gradient_x_input)}
    </svg>`;
}

/** The same by leaving timesteps out; `losses` is null until they are found. */
export function occlusion(values, losses) {
  return html`<svg class="u-figure" width="100%" height="${BARS + NAME}" role="img" aria-label="Left out, by timestep"${
    losses && html` data-value="occlusion" data-exact="${Array.from(losses).join(" ")}"`}>
    ${losses ? row(values, 0, "left out", losses) : html`<text x="0" y="12" class="u-soft">left out: computing …</text>`}</svg>`;
}

/** One row of bars with its name; signed ones stand on a line in the middle. */
function row(values, top, name, list, look = null) {
  const { t } = values;
  const columns = columnsOf(values);
  const { window: { from, columns: n } } = values;
  let most = 0;
  let where = 0;
  list.forEach((value, s) => {
    if (Math.abs(value) <= most) return;
    most = Math.abs(value);
    where = s;
  });
  const full = look ? BARS : BARS / 2;
  const height = (value) => (most ? (full * Math.abs(value)) / most : 0);
  const y = look ? BARS : BARS / 2;
  const bar = (s) => {
    const tall = height(list[s]);
    return tall < 0.1 ? "" : `M${s - from + 0.12} ${(list[s] < 0 ? y : y - tall).toFixed(2)}h.76v${tall.toFixed(2)}h-.76z`;
  };
  const bars = (steps) => steps.map(bar).join("");
  const of = (sign) => columns.steps.filter((s) => Math.sign(list[s]) === sign);
  const said = most ? html`, most at <tspan class="u-strong">${where + 1}</tspan>: ${look ? short(most) : signed(list[where], most < 0.01 ? 5 : 3)}` : ": 0 everywhere";
  return html`<g transform="translate(0 ${top})"><text x="0" y="14" class="u-soft u-small">${name}${said}</text>
    <svg y="${NAME}" width="100%" height="${BARS}">${place(columns, t, BARS)}</svg>
    <svg y="${NAME}" width="100%" height="${BARS}" viewBox="0 0 ${n} ${BARS}" preserveAspectRatio="none">
      ${look ? html`<path d="${bars(columns.steps)}" ${look()} vector-effect="non-scaling-stroke"/>`
        : html`<path d="${bars(of(1))}" class="u-fill-positive"/><path d="${bars(of(-1))}" class="u-fill-negative"/>`}
    </svg><line x1="0" x2="100%" y1="${NAME + y}" y2="${NAME + y}" class="u-line"/></g>`;
}
