// Reverser.decode of unrolled/widgets/attention_lens.py for one sequence, from the trait's weights.
import { additiveScores, context, dotScores, maskedSoftmax } from "../core/attention.js";
import { GRU } from "../core/cells.js";

const START = 10; // what the decoder reads first

/** The weights by name, in float64: whole numbers of one byte each times a scale. */
export function weightsOf({ networks, numbers }, score, units) {
  let at = 0;
  for (const network of networks) {
    const wanted = network.score === score && network.units === units;
    const weights = {};
    for (const [name, shape, scale] of network.parts) {
      const size = shape.reduce((all, n) => all * n, 1);
      if (wanted) {
        const flat = Array.from({ length: size }, (_, i) => numbers.getInt8(at + i) * scale);
        const [rows, columns] = shape;
        weights[name] = columns ? Array.from({ length: rows }, (_, i) => flat.slice(i * columns, (i + 1) * columns)) : rows ? flat : flat[0];
      }
      at += size;
    }
    if (wanted) return weights;
  }
}

/** {H, S, scores, weights, context, logits, said}, each with a row for a timestep; without attention three are null. */
export function decode(net, digits, mask, temperature) {
  const [encoder, decoder] = ["encoder", "decoder"].map(
    (name) => new GRU({ W_x: net[`${name}.W_x`], W_h: net[`${name}.W_h`], b: net[`${name}.b`] }),
  );
  const { H, state } = encoder.forward(digits.map((digit) => oneHot(digit, 10)));
  const keys = net.W_k ? H.map((h) => product(h, net.W_k)) : H;
  const scoresOf = (s) => (net.W_q ? additiveScores(product(s, net.W_q), keys, net.scale) : dotScores(s, keys, net.scale));
  const steps = [];
  let s = state;
  let last = START;
  for (let t = 0; t < H.length; t++) {
    s = decoder.step(oneHot(last, START + 1), s);
    const scores = net.scale === undefined ? null : scoresOf(s);
    const weights = scores && maskedSoftmax(scores, mask, temperature);
    const mixed = weights && context(weights, H);
    const logits = product(mixed ? [...s, ...mixed] : s, net.W_y).map((value, j) => value + net.b_y[j]);
    last = logits.indexOf(Math.max(...logits));
    steps.push({ S: s, scores, weights, context: mixed, logits, said: last });
  }
  const all = (name) => steps[0][name] && steps.map((step) => step[name]);
  return { H, S: all("S"), scores: all("scores"), weights: all("weights"), context: all("context"), logits: all("logits"), said: steps.map((step) => step.said) };
}

const oneHot = (k, n) => Array(n).fill(0).with(k, 1);

/** x W */
const product = (x, W) => W[0].map((_, j) => x.reduce((sum, value, i) => sum + value * W[i][j], 0));
