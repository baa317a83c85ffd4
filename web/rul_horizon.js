// W13 RulHorizon: how long a battery will still last, as an interval that holds as often as it says.
import { fleetChart, horizonChart } from "./rul_horizon/charts.js";
import { calibrate, curves, draw, intervalScore, measured, middle, normals, quantile, widened } from "./rul_horizon/forecast.js";
import { python } from "./rul_horizon/python.js";
import { METHODS, describe, numbers, questions, readouts } from "./rul_horizon/words.js";
import { firstCrossing } from "./core/battery.js";
import { choice, range, setting, toggle } from "./ui/controls.js";
import { html } from "./ui/html.js";

const AXES = [100, 200, 300, 400, 600, 800, 1200, 1600, 2400, 3200]; // cycles

export default {
  kind: "RulHorizon",
  title: "Remaining useful life",
  lead: "An interval for the life of a battery is honest when it is as wide as what is not known, and holds as often as it says.",
  traits: [
    "fleet", "names", "sizes", "limits", "initial", "predictions",
    "cell", "cutoff", "limit", "level", "method", "conformal", "hidden",
  ],

  /** The traits, and
   *    share, promise              end of life and level as shares
   *    seen, rest                  what is measured up to the cut-off; the truth from there on
   *    truth                       the cycle at which this cell is at its end; null where that is unknown
   *    over                        whether that was before the cut-off
   *    drawn, lives                the curves, and the cycles at which they reach the end of life, ascending
   *    plain, interval             the method's interval, and that after calibration (Infinity above where cells are too few)
   *    calibration                 of `calibrate`; null where it is off
   *    alive, known                how many cells calibrate; the cells that are looked at, each with low, high, truth, held
   *    held                        how many of those are held
   *    score, own                  of the interval; the reader's own interval for this setting, with its score
   *    blind                       whether the truth waits for the reader's interval
   *    end                         of the axis, in cycles */
  compute(state) {
    const { sizes, cell, cutoff, limit, level, method, conformal, hidden, predictions } = state;
    const { every, groups, candidates, noise, last } = sizes;
    const [share, promise] = [limit / 100, level / 100];
    const all = curves(state.fleet, sizes);
    const points = state.fleet.byteLength / 2 / all.length;
    const others = all.slice(groups.look + groups.calibrate);
    const given = { sizes, others, z: method === "others" ? [] : normals(candidates) };
    const look = (i) => measured(all[i], i, cutoff / every + 1, points, noise);
    const ends = all.map((curve) => every * firstCrossing(curve, share));
    const ascending = ({ lives }) => Float64Array.from(lives).sort();
    const judged = (i) => {
      const [low, high] = middle(ascending(draw(method, look(i), share, given)), promise);
      return { cell: i + 1, low, high, truth: ends[i] };
    };
    const alive = (from, to) => ends.slice(from, to).flatMap((end, i) => (end > cutoff && end < Infinity ? [from + i] : []));
    const calibrating = alive(groups.look, groups.look + groups.calibrate);
    const calibration = conformal ? calibrate(calibrating.map(judged), promise, cutoff) : null;
    const shifted = ({ low, high }) => (calibration ? widened([low, high], cutoff, calibration.shift) : [low, high]);
    const known = alive(0, groups.look).map(judged).map((one) => {
      const [low, high] = shifted(one);
      return { ...one, low, high, held: low <= one.truth && one.truth <= high };
    });

    const at = cell - 1;
    const over = ends[at] <= cutoff;
    const truth = ends[at] < Infinity ? ends[at] : null;
    const seen = look(at);
    const { drawn, lives: unsorted } = over ? { drawn: [], lives: [] } : draw(method, seen, share, given);
    const lives = [...Float64Array.from(unsorted).sort()];
    const plain = over ? null : middle(lives, promise);
    const interval = over ? null : shifted({ low: plain[0], high: plain[1] });
    const mine = Object.entries(predictions).find(
      ([key, { answer, about }]) => key.startsWith("own") && Array.isArray(answer) && about.cell === cell && about.cutoff === cutoff && about.limit === limit,
    );
    const asked = "own" in predictions ? (mine?.[0] ?? `own ${cell} ${cutoff} ${limit}`) : "own";
    const own = mine && truth && !over ? { interval: inOrder(mine[1].answer) } : null;
    if (own) own.score = intervalScore(own.interval, truth, promise);
    const blind = hidden && !over && asked !== "own" && !(asked in predictions);
    const needed = Math.max(1.5 * cutoff, over ? 0 : Math.min(last, quantile(lives, 0.9)), blind || !truth ? 0 : 1.05 * truth, Math.min(last, own?.interval[1] ?? 0));
    return {
      ...state, share, promise, seen, over, truth, drawn, lives, plain, interval, calibration, own, blind, asked,
      name: state.names[at],
      rest: all[at].slice(cutoff / every),
      alive: calibrating.length,
      known: blind ? known.filter((one) => one.cell !== cell) : known,
      held: known.filter((one) => one.held && !(blind && one.cell === cell)).length,
      median: over ? null : quantile(lives, 0.5),
      score: over || !truth ? null : intervalScore(interval, truth, promise),
      end: AXES.find((end) => end >= needed) ?? AXES.at(-1),
    };
  },

  controls: ({ limits, cell, cutoff, limit, level, name }) => ({
    cell: setting(limits.cell, cell, `${cell}: ${name}`),
    cutoff: setting(limits.cutoff, cutoff, `cycle ${cutoff}`, 10),
    limit: setting(limits.limit, limit, `${limit} %`),
    level: setting(limits.level, level, `${level} %`, 5),
  }),

  body(values, uid, slots) {
    const settings = this.controls(values);
    return html`<div class="u-controls">
      ${choice(uid, "method", "forecast by", METHODS, values.method)}
      ${range(uid, "cell", "cell", settings.cell)}
      ${range(uid, "cutoff", "seen up to", settings.cutoff)}
      ${range(uid, "limit", "end of life", settings.limit)}
      ${range(uid, "level", "probability", settings.level)}
      ${toggle("conformal", "conformal: widened by what calibration cells missed", values.conformal)}
      ${toggle("hidden", "hide the truth until I have said my interval", values.hidden)}
    </div>
    <div class="u-chart" data-slot="horizon">${slots.horizon}</div>
    <p class="u-key"><b>Dots:</b> measured, with noise of ${100 * values.sizes.noise}\u00a0%. <b class="role-output">Thin:</b> curves that the method draws;
      <b class="role-output">steps:</b> how many of them end when. <b>Thick:</b> what became of the cell.</p>
    <div class="u-chart u-fleet" data-slot="fleet">${slots.fleet}</div>
    <p class="u-key">A line for each cell that is looked at: its interval, divided by the cycles that it really had left. Where it reaches 1
      it <b class="role-output">holds</b>, <b class="role-gradient">else it is dashed</b>.</p>
    <div class="u-formula" data-slot="readouts">${slots.readouts}</div>`;
  },

  slots: (values) => ({ horizon: horizonChart(values), readouts: readouts(values), fleet: fleetChart(values) }),
  questions,
  describe,
  numbers,
  python,
};

const inOrder = (numbers) => [...numbers].sort((a, b) => a - b);
