// W12 TrainingDial: learning rate, schedule and early stopping of a training that runs in the page.
// This file computes and lays out; its network, drawings, words and Python lie in the folder of the same name.
import { Adam, CosineDecay, ExponentialDecay, SGD } from "./core/training.js";
import { chart } from "./training_dial/chart.js";
import { train } from "./training_dial/network.js";
import { python } from "./training_dial/python.js";
import { SCHEDULES, amount, describe, outcome, questions, rateText } from "./training_dial/words.js";
import { choice, range, setting, toggle } from "./ui/controls.js";
import { count, fixed, html, readout } from "./ui/html.js";
import { after } from "./ui/question.js";

const EPOCHS = 60;
const TRAINING = 12;
const BATCH = 4;
const STEPS = (EPOCHS * TRAINING) / BATCH;
const OPTIMIZERS = { SGD, Adam };

export default {
  kind: "TrainingDial",
  title: "Training dial",
  lead: "A small network is trained in this page, anew at every move. Which rate reaches a low validation loss, and when should it stop?",
  traits: [
    "waves", "start", "limits", "initial", "predictions",
    "optimizer", "log10_rate", "schedule", "clip", "log10_clip", "patience", "min_delta", "epoch",
  ],

  compute(state) {
    const windows = state.waves.map((wave) => ({ x: wave.slice(0, -1), y: wave.at(-1) }));
    const data = { training: windows.slice(0, TRAINING), validation: windows.slice(TRAINING) };
    const clipnorm = state.clip ? 10 ** state.log10_clip : null;
    const optimizer = new OPTIMIZERS[state.optimizer]({ learning_rate: schedule(state.schedule, 10 ** state.log10_rate) });
    const run = train(state.start, data, { epochs: EPOCHS, batch: BATCH, optimizer, clipnorm });
    return {
      ...state, ...run, ...outcome({ ...state, ...run }), clipnorm,
      trained: run.validation.length, // epochs; in the next one a loss is no finite number any more
      epochs: EPOCHS,
      rates: Array.from({ length: STEPS }, (_, step) => optimizer.rate(step)),
      rate: optimizer.rate((STEPS / EPOCHS) * state.epoch - 1), // of the epoch's last step
    };
  },

  controls: ({ log10_rate, clip, log10_clip, patience, min_delta, epoch, limits }) => ({
    log10_rate: setting(limits.log10_rate, log10_rate, rateText(log10_rate), 0.1),
    log10_clip: { ...setting(limits.log10_clip, log10_clip, clip ? rateText(log10_clip) : "off", 0.1), disabled: !clip },
    patience: setting(limits.patience, patience, count(patience, "epoch")),
    min_delta: setting(limits.min_delta, min_delta, fixed(min_delta, 3), 0.005),
    epoch: setting(limits.epoch, epoch, String(epoch)),
  }),

  body(values, uid, slots) {
    const settings = this.controls(values);
    const slider = (trait, label) => range(uid, trait, label, settings[trait]);
    return html`<div class="u-controls">
      ${choice(uid, "optimizer", "optimizer", { SGD: "SGD", Adam: "Adam" }, values.optimizer)}
      ${choice(uid, "schedule", "schedule of the rate", SCHEDULES, values.schedule)}
      ${slider("log10_rate", "learning rate")}
      ${slider("patience", "patience")}
      ${slider("min_delta", "min_delta")}
      ${toggle("clip", "clip gradients", values.clip)}
      ${slider("log10_clip", "largest norm")}
    </div>
    <p class="u-heading">Mean squared error by epoch, on a log axis</p>
    <div class="u-plot" data-slot="chart">${slots.chart}</div>
    <div class="u-scrub">${slider("epoch", "read epoch")}</div>
    <p class="u-key" data-slot="key">${slots.key}</p>
    <div class="u-pair">
      <div class="u-formula" data-slot="stopping">${slots.stopping}</div>
      <div class="u-formula" data-slot="readings">${slots.readings}</div>
    </div>`;
  },

  slots: (values, uid) => ({
    chart: chart(values, uid),
    key: KEY,
    stopping: stopping(values),
    readings: readings(values),
  }),

  questions,
  describe,
  numbers,
  python,
};

/** The learning rate over all steps: a number, or a schedule of core/training.js. */
function schedule(name, rate) {
  if (name === "exponential") return new ExponentialDecay({ initial_learning_rate: rate, decay_steps: STEPS, decay_rate: 0.1 });
  if (name === "step") return new ExponentialDecay({ initial_learning_rate: rate, decay_steps: STEPS / 4, decay_rate: 0.5, staircase: true });
  if (name === "cosine") return new CosineDecay({ initial_learning_rate: 0, decay_steps: 0.9 * STEPS, warmup_target: rate, warmup_steps: 0.1 * STEPS });
  return rate;
}

// ---- what the drawing means, and its numbers ------------------------------------------------

const KEY = html`<b class="role-gradient">Solid:</b> validation loss, which early stopping watches. <b class="role-input">Dashed:</b> training loss.
  <b class="role-gradient">Hatched:</b> norm of the gradient before clipping. 
  A SimpleRNN of 6 units and a Dense(1) read 6 values of a noisy wave and forecast the next one, from 12 windows in 3 batches an epoch; 24 other windows validate.
  One training from one start: another start gives other curves.`;

const row = (name, content) => html`<tr><th scope="row">${name}</th><td>${content}</td></tr>`;

const NONE = html`<span class="u-alarm">no finite number</span>`;

const loss = (name, value) => readout(name, value, amount(value));

function stopping(values) {
  const { stopped, best, lowest, end, epochs, validation } = values;
  const at = (name, epoch) => {
    const value = validation[epoch - 1];
    return html`epoch ${readout(name, epoch)}: ${value === undefined ? NONE : html`<b>${loss(`${name}_loss`, value)}</b>`}`;
  };
  return html`<table>
    <caption>Validation loss</caption><tbody>
    ${row("stops after", after("stop", stopped ? at("stopped", stopped) : `never: all ${epochs} trained`))}
    ${row("best until then", after("stop", at("best", best)))}
    ${row("lowest of all", at("lowest", lowest))}
    ${row("kept by default", after("weights", at("kept", end)))}
    ${row(html`restore_<wbr>best_<wbr>weights`, after("weights", at("restored", best)))}
  </tbody></table>`;
}

function readings({ epoch, trained, training, validation, norms, rate }) {
  const number = (name, values) => (epoch <= trained ? loss(name, values[epoch - 1]) : NONE);
  return html`<table>
    <caption>Epoch ${epoch}</caption><tbody>
    ${row("training loss", number("training", training))}
    ${row("validation loss", number("validation", validation))}
    ${row("gradient norm", number("norm", norms))}
    ${row("learning rate", loss("rate", rate))}
  </tbody></table>`;
}

function numbers({ epochs, training, validation, norms, rates }) {
  const cell = (value) => html`<td>${value === undefined ? "no finite number" : amount(value)}</td>`;
  return html`<table class="u-table">
    <caption>Losses, mean norm of the gradient before clipping, and the learning rate of the last step, by epoch</caption>
    <thead><tr><th scope="col">epoch</th><th scope="col">training</th><th scope="col">validation</th><th scope="col">gradient</th><th scope="col">rate</th></tr></thead>
    <tbody>${Array.from({ length: epochs }, (_, k) => html`<tr><th scope="row">${k + 1}</th>${cell(training[k])}${cell(validation[k])}${cell(norms[k])}${
      cell(rates[(STEPS / EPOCHS) * (k + 1) - 1])}</tr>`)}</tbody>
  </table>`;
}
