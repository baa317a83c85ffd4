// The outputs at t: the largest ones, with a bar and a number each; with something held, what it was before.
import { html, readout } from "../ui/html.js";
import { asked, read, told, visible } from "./words.js";

const ROWS = 8;
const ROW = 26; // pixels; what can be hit with a finger is at least 24

function heading(values) {
  const { shares, acting, card, end, seen } = values;
  const what = shares ? html`After ${read(values, 14)}${end < seen && html`, at <i>t</i> = ${end},`} ${card.expects}` : html`${card.expects}, at <i>t</i> = ${end}`;
  return html`<p class="u-heading">${what}${acting.length > 0 && html`<br><span class="u-soft">thin line: with nothing held</span>`}</p>`;
}

/** The rows: the largest outputs, what was largest with nothing held, and the chosen one. */
function shownOf({ top, free, chosen, shares }) {
  if (!shares) return free.top.map(({ index }) => index).sort((a, b) => a - b).slice(0, ROWS);
  const wanted = [free.top[0].index, chosen.index];
  const list = top.map(({ index }) => index);
  const best = list.slice(0, ROWS);
  for (const index of wanted) if (!best.includes(index)) best[best.length - 1 - wanted.indexOf(index)] = index;
  return best;
}

export function outputs(values, uid) {
  const { names, outs, free, shares, chosen, acting, output } = values;
  const rows = shownOf(values);
  const most = shares ? 1 : Math.max(1e-12, ...rows.flatMap((j) => [outs.values[j], free.values[j]]).map(Math.abs));
  const [begin, wide] = [28, 46]; // percent: where the bars stand
  const end = (value) => begin + (wide * Math.abs(value)) / most;
  const held = acting.length > 0;
  const veil = `veil-${asked(values)}`;
  return html`${heading(values)}<div class="u-outputs ${veil} ${values.hidden && "u-unseen"}">
    <svg class="u-figure" width="100%" height="${ROW * rows.length}" role="img" aria-label="The largest outputs">
      ${rows.map((j, k) => {
        const y = ROW * k;
        const value = outs.values[j];
        return html`${j === chosen.index && html`<rect width="100%" y="${y}" height="${ROW}" rx="5" class="u-fill-panel"/>`}
          <text x="24%" y="${y + 17}" text-anchor="end" class="${shares ? "u-token" : "u-plain"} ${j === chosen.index && "u-strong"}">${visible(names[j])}</text>
          <rect x="${begin}%" y="${y + 6}" width="${(end(value) - begin).toFixed(2)}%" height="${ROW - 12}" class="${value < 0 ? "u-fill-negative" : "u-share"}"/>
          ${held && html`<line x1="${end(free.values[j]).toFixed(2)}%" x2="${end(free.values[j]).toFixed(2)}%" y1="${y + 2}" y2="${y + ROW - 2}" class="u-was"/>`}
          <text x="99%" y="${y + 17}" text-anchor="end">${told(values, value)}</text>`;
      })}
    </svg>
    <fieldset class="u-choose"><legend class="u-unseen-words">explain the output</legend>
      ${rows.map((j, k) => html`<label><input type="radio" id="${uid}-output-${k}" name="${uid}-output" data-trait="output" data-edit="output" value="${j}"${j === chosen.index && html` checked`}><span class="u-unseen-words">${visible(names[j])}: ${told(values, outs.values[j])}</span></label>`)}
    </fieldset>
  </div>
  ${shares && html`<button type="button" class="u-quiet" id="${uid}-favorite" data-edit="output" data-with="[-1]" aria-pressed="${output < 0}">follow the most probable</button>`}
  ${held && html`<p class="u-changed">${changed(values)}</p>`}`;
}

function changed(values) {
  const { top, free, shares, outs, chosen: { name, index } } = values;
  const [was, is] = [free.top[0], top[0]];
  if (!shares) return html`With what is held, ${name} is <b>${readout("after", outs.values[index], told(values, outs.values[index]))}</b>; it was ${readout("before", free.values[index], told(values, free.values[index]))}.`;
  const now = outs.values[was.index];
  return html`“${visible(was.name)}” had ${readout("before", was.value, told(values, was.value))}; with what is held it has <b>${readout("after", now, told(values, now))}</b>${
    is.index === was.index ? "" : html`, and “${visible(is.name)}” leads with <b>${told(values, is.value)}</b>`}.`;
}
