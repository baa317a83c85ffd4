// Four sequences of different lengths, padded to one batch and run through a small SimpleRNN.
import { SimpleRNN } from "../core/cells.js";
import { meanLoss, squaredErrors } from "../core/losses.js";
import { fitScale, pad } from "../core/sequences.js";

export const LENGTHS = [6, 4, 2, 5];
export const NAMES = ["A", "B", "C", "D"];

/** One feature, two units; V and c turn a hidden state into a forecast of the next value. */
export const WEIGHTS = {
  W_x: [[0.9, -0.6]],
  W_h: [[0.5, -0.4], [0.3, 0.6]],
  b: [0.4, -0.3],
  V: [0.8, -0.5],
  c: 0.1,
};

const CELL = new SimpleRNN(WEIGHTS);

/** The hidden states (n, T, units) of a batch and its forecasts (n, T). */
function runBatch(batch, mask = null) {
  const states = batch.map((row, i) => CELL.forward(row.map((v) => [v]), { mask: mask?.[i] }).H);
  const forecasts = states.map((steps) =>
    steps.map((h) => h.reduce((sum, value, unit) => sum + value * WEIGHTS.V[unit], WEIGHTS.c)),
  );
  return { states, forecasts };
}

/** Where a state ends up under nothing but zeros; W_h shrinks every state, so there is one such point. */
const REST = CELL.forward(Array(200).fill([0])).state;

const distance = (a, b) => Math.max(...a.map((v, i) => Math.abs(v - b[i])));

/** The greatest distance between any two states. */
const widest = (states) => Math.max(...states.flatMap((a) => states.map((b) => distance(a, b))));

export function compute(state) {
  const { rows, length, pad_to: padTo, where, mask: masked } = state;
  const column = rows.map((row) => row[0]);
  const { center, spread } = fitScale(column); // all four sequences are training data
  const scaled = column.map((v) => (v - center) / spread);
  const starts = LENGTHS.map((own, k) => Math.floor((k * (length - own - 1)) / 3));
  const inputs = LENGTHS.map((own, k) => scaled.slice(starts[k], starts[k] + own));
  const targets = LENGTHS.map((own, k) => scaled.slice(starts[k] + 1, starts[k] + own + 1));

  const { X, mask } = pad(inputs, padTo, where);
  const y = pad(targets, padTo, where).X;
  const alone = runBatch(inputs);
  const plain = runBatch(X);
  const shown = masked ? runBatch(X, mask) : plain;
  const errors = squaredErrors(shown.forecasts, y);
  const drift = ({ states }) => states.map((steps, k) => distance(steps.at(-1), alone.states[k].at(-1)));
  const hAlone = alone.states.map((steps) => steps.at(-1));
  const hPlain = plain.states.map((steps) => steps.at(-1));
  const zeros = LENGTHS.map((own) => padTo - own);
  const nearer = (h, k) => distance(h, REST) < distance(hAlone[k], REST);
  // Zeros after the real steps pull toward the resting point; real steps after zeros lead away again.
  const pulled = !masked && where === "post" && hPlain.every((h, k) => !zeros[k] || nearer(h, k));
  const lossAll = meanLoss(errors);
  const lossReal = meanLoss(errors, mask);
  return {
    center, spread, starts, inputs, targets, X, y, mask, errors, padTo, where, masked,
    sequence: NAMES.indexOf(state.sequence),
    name: state.names[0],
    limits: state.limits,
    states: shown.states,
    alone: alone.states,
    hT: shown.states.map((steps) => steps.at(-1)),
    hAlone,
    hPlain,
    rest: REST,
    pulled,
    apart: widest(hPlain),
    apartAlone: widest(hAlone),
    drift: drift(shown),
    driftPlain: drift(plain),
    lossAll,
    lossReal,
    loss: masked ? lossReal : lossAll,
    lossAlone: meanLoss(squaredErrors(alone.forecasts, targets)),
    steps: NAMES.length * padTo,
    realSteps: LENGTHS.reduce((sum, own) => sum + own, 0),
  };
}
