// What the reader predicts of the latch, and the input to design for it.
import { count, fixed, html, signed } from "../ui/html.js";
import { FILLS } from "./inputs.js";

const ASKED = 20;
const PULSE = 3;

export function questions({ preset, x, t, lines: { forget, input, cell } }) {
  const k = ASKED - 1;
  return [
    {
      key: "hold",
      locks: true,
      moot: preset !== "latch" || t > PULSE || x.some((value, i) => value !== FILLS.pulse(i + 1)),
      about: { preset, x, c: cell[k], f: forget[k], i: input[k] },
      setting: () => "the latch and its one pulse",
      text: html`A latch reads one pulse, x = 1 at t = ${PULSE}, and zeros before and after it. <strong>What is its cell state at t = ${ASKED}?</strong>`,
      choices: { gone: "0: the input is 0 again", fades: "About 0.5: it fades", held: "About 1: it is held", grows: `About ${ASKED - PULSE}: it grows` },
      verdict,
    },
  ];
}

const SAID = { gone: "0", fades: "about 0.5", held: "about 1", grows: `about ${ASKED - PULSE}` };

function verdict({ answer, about: { c, f, i } }) {
  const steps = ASKED - PULSE;
  const after = html`After the pulse the forget gate is ${fixed(f, 4)} at every timestep, and ${fixed(f, 4)}<sup>${steps}</sup> = ${fixed(f ** steps, 3)} of the state is left.`;
  const why = {
    gone: html`A cell does not show its input, it keeps its state: what the zeros change is decided by the gates. ${after}`,
    fades: html`To lose half in ${steps} timesteps the forget gate would have to stand at ${fixed(0.5 ** (1 / steps), 3)}. ${after}`,
    grows: html`To grow by 1 at a timestep the input gate would have to stay open; x = 0 and the state itself close it, at t = ${ASKED} to about 10<sup>−${Math.round(-Math.log10(i))}</sup>. ${after}`,
  };
  const tail = html`${why[answer] ?? after} Step back and forth over t = ${PULSE} and watch the gates.`;
  if (answer === null) return { right: null, said: `It is ${fixed(c)} at t = ${ASKED}.`, why: tail };
  if (answer === "held") return { right: true, said: `You said about 1, and it is ${fixed(c)}.`, why: tail };
  return { right: false, said: `You said ${SAID[answer]}; it is ${fixed(c)}.`, why: tail };
}

// ---- the task ----------------------------------------------------------------------------

const HIGH = 0.3; // from here on an input counts as a pulse
const EMPTY = 0.25; // below this the latch has taken nothing
const SET = 0.75; // from here on it is set

export function task(values) {
  if (values.preset !== "latch") return null;
  const { solved, words } = judge(values);
  return html`<p class="u-task${solved && " u-right"}"><strong>Task.</strong> Draw two pulses, each ${HIGH} or higher, of which the latch takes
    exactly one: it ignores the first, and holds the second until t = ${values.x.length}. <span class="u-told">${solved ? "Solved: " : "Not yet: "}${words}</span></p>`;
}

/** Whether the input does what the task asks, and in words what happens, with the reader's numbers. */
export function judge({ x, lines: { forget, input, cell } }) {
  const starts = rises(x, HIGH);
  const sets = rises(cell, SET);
  const at = (k) => html`x = ${signed(x[k])} at t = ${k + 1}`;
  const told = (words) => ({ solved: false, words });
  if (starts.length < 2) return told(`your input has ${starts.length ? `one pulse, at t = ${starts[0] + 1}` : "no pulse yet"}.`);
  const early = cell.findIndex((c, k) => k < starts[1] && c >= EMPTY);
  if (early >= 0) {
    return told(html`the first pulse gets in: ${at(early)} opens the input gate to ${fixed(input[early])}, and c becomes ${fixed(cell[early])}.`);
  }
  if (!sets.length) {
    const k = x.indexOf(Math.max(...x));
    return told(html`none of your ${starts.length} pulses is latched. The highest, ${at(k)}, opens the input gate to ${fixed(input[k])}, and c stays below ${SET}.`);
  }
  const [first] = sets;
  const lost = cell.findIndex((c, k) => k > first && c < SET);
  if (lost > 0) {
    const again = sets.length > 1 && ` ${count(sets.length, "pulse")} are latched in all.`;
    return told(html`what is latched at t = ${first + 1} is lost: ${at(lost)} closes the forget gate to ${fixed(forget[lost])}.${again}`);
  }
  const [before, end] = [Math.max(...cell.slice(0, first)), cell.at(-1)];
  return { solved: true, words: html`the first pulse leaves c at ${fixed(before)} at most; ${at(first)} opens the input gate to ${fixed(input[first])}, and at t = ${x.length} the cell still holds ${fixed(end)}.` };
}

/** Where a series rises to a level: the first index of every run that is at or above it. */
const rises = (line, level) => line.flatMap((value, k) => (value >= level && !(line[k - 1] >= level) ? [k] : []));
