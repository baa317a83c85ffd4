import assert from "node:assert/strict";
import { test } from "node:test";
import { compute, prerender } from "../main.js";
import gateDuel from "../gate_duel.js";
import { percent } from "../gate_duel/words.js";
import { uniform } from "./random.js";

const NETWORKS = [["SimpleRNN", 8, 0.92], ["GRU", 8, 0.998], ["LSTM", 8, 0.983], ["SimpleRNN", 17, 0.926], ["GRU", 9, 0.998]];
const zeros = Array(40).fill(0);
const pulse = zeros.with(0, 1);
const presets = { pulse, two: pulse.with(14, -1), step: zeros.map((_, k) => Number(k > 3)), noise: pulse.with(5, 0.3) };

const sizes = { SimpleRNN: (h) => h * h + 2 * h, GRU: (h) => 3 * (h * h + 3 * h), LSTM: (h) => 4 * (h * h + 2 * h) };
const total = NETWORKS.reduce((sum, [name, h]) => sum + 2 * sizes[name](h) + h + 1, 0);

const state = (changes = {}, numbers = uniform(total, 0.4)) => ({
  kind: "GateDuel",
  networks: NETWORKS,
  numbers: new DataView(Float32Array.from(numbers).buffer),
  presets,
  limits: { series: [-1, 1], timestep: [1, 40], read: [1, 40] },
  initial: {},
  predictions: {},
  series: pulse, timestep: 1, read: 30, weights: "start", match: "units",
  ...changes,
});
