// Inputs to start from, by the number k of their timestep, from 1.
const round = (value) => Math.round(100 * value) / 100 + 0;

export const FILLS = {
  pulse: (k) => Number(k === 3),
  "two pulses": (k) => Number(k === 3 || k === 12),
  step: (k) => Number(k >= 6),
  ramp: (k, T) => round((2 * (k - 1)) / (T - 1) - 1),
  sine: (k) => round(Math.sin((Math.PI * (k - 1)) / 6)),
  zero: () => 0,
  airline: null,
};

export const fill = (name, T, airline) => (name === "airline" ? airline : Array.from({ length: T }, (_, i) => FILLS[name](i + 1, T)));
