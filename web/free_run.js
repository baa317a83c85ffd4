// W10 FreeRun: teacher forcing against free running.
import { errors, forecasts } from "./free_run/charts.js";
import { python } from "./free_run/python.js";
import { network, read, run } from "./free_run/simulate.js";
import { AXES, TRAININGS, describe, numbers, questions, readouts } from "./free_run/words.js";
import { choice, range, setting } from "./ui/controls.js";
import { count, fixed, html } from "./ui/html.js";

const rms = (values) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

export default {
  kind: "FreeRun",
  title: "Free running",
  lead: "A network that forecasts well from the truth may leave it when it reads its own forecasts.",
  traits: [
    "series", "numbers", "measured", "sizes", "limits", "initial", "predictions",
    "start", "horizon", "forcing", "noise", "training", "seed", "axis",
  ],

  /** The traits, and
   *    truth, forced (horizon,), fan (runs, horizon)   from the chosen start; one run where chance has no part
   *    rmse { forced, run } (horizon,)                 over all starts, by horizon
   *    oneStep, leaves                                 RMSE one step ahead; the first step above the level, or null */
  compute(state) {
    const { series: x, start, horizon, forcing, noise, sizes, training } = state;
    const { units, scale, runs, starts, level } = sizes;
    const size = state.numbers.byteLength / Object.keys(TRAININGS).length;
    const own = new DataView(state.numbers.buffer, state.numbers.byteOffset + Object.keys(TRAININGS).indexOf(training) * size, size);
    const net = network(own, units, scale);
    const { H } = net.cell.forward(x.map((value) => [value]));
    const next = H.map((h) => read(net, h)); // next[t] forecasts x[t + 1] from the truth
    const chance = noise > 0 || (forcing > 0 && forcing < 1);
    const go = (from, r) => run(net, x, H[from], from, state, r);
    const steps = Array.from({ length: horizon }, (_, h) => h);
    const all = starts.map(go);
    const rmse = {
      forced: steps.map((h) => rms(starts.map((from) => next[from + h] - x[from + h + 1]))),
      run: steps.map((h) => rms(starts.map((from, r) => all[r][h] - x[from + h + 1]))),
    };
    const above = rmse.run.findIndex((value) => value > level);
    return {
      ...state, level, chance, rmse,
      truth: steps.map((h) => x[start + h + 1]),
      forced: steps.map((h) => next[start + h]),
      fan: Array.from({ length: chance ? runs : 1 }, (_, r) => go(start, starts.length + r)),
      oneStep: rms(rmse.forced),
      leaves: above < 0 ? null : above + 1,
    };
  },

  controls: ({ limits, start, horizon, forcing, noise, seed, chance }) => ({
    start: setting(limits.start, start, `t = ${start}`),
    horizon: setting(limits.horizon, horizon, count(horizon, "step")),
    forcing: setting(limits.forcing, forcing, forcing === 0 ? "0, free" : forcing === 1 ? "1, forced" : fixed(forcing), 0.05),
    noise: setting(limits.noise, noise, noise === 0 ? "none" : fixed(noise), 0.05),
    seed: setting(limits.seed, seed, chance ? String(seed) : `${seed}, no chance yet`),
  }),

  body(values, uid, slots) {
    const settings = this.controls(values);
    return html`<div class="u-controls">
      ${choice(uid, "training", "trained with", TRAININGS, values.training)}
      ${range(uid, "forcing", "probability of a true input", settings.forcing)}
      ${range(uid, "noise", "noise on the inputs", settings.noise)}
      ${range(uid, "start", "start", settings.start)}
      ${range(uid, "horizon", "horizon", settings.horizon)}
      ${range(uid, "seed", "seed of chance", settings.seed)}
      ${choice(uid, "axis", "error axis", AXES, values.axis)}
    </div>
    <div class="u-chart" data-slot="forecasts">${slots.forecasts}</div>
    <div class="u-chart" data-slot="errors">${slots.errors}</div>
    <p class="u-key"><b>Thick:</b> the truth. <b class="role-input">Dashed:</b> each forecast one step ahead, from true inputs.
      <b class="role-output">Thin:</b> runs from the start on, which read their own forecasts where chance does not give them the truth.
      <b>Error:</b> RMSE over ${values.sizes.starts.length} starts, by horizon.</p>
    <div class="u-formula" data-slot="readouts">${slots.readouts}</div>`;
  },

  slots: (values) => ({ forecasts: forecasts(values), errors: errors(values), readouts: readouts(values) }),
  questions,
  describe,
  numbers,
  python,
};
