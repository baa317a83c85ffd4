// Reads cases for core/training.js as JSON from stdin; writes what it computes.  NaN and infinity travel as strings.
import { readFileSync } from "node:fs";
import * as training from "../core/training.js";

const revive = (key, value) => (["NaN", "Infinity", "-Infinity"].includes(value) ? Number(value) : value);
const plain = (key, value) => (typeof value === "number" && !Number.isFinite(value) ? String(value) : value);

const made = ({ name, settings }) =>
  new training[name]({ ...settings, ...(settings.learning_rate?.name && { learning_rate: made(settings.learning_rate) }) });

const RUN = {
  optimizer({ optimizer, variables, gradients }) {
    const rule = made(optimizer);
    let state = rule.start(variables);
    return gradients.map((each) => {
      [variables, state] = rule.update(variables, each, state);
      return variables;
    });
  },
  schedule: ({ schedule, steps }) => steps.map((step) => made(schedule).at(step)),
  clip: ({ how, gradients, limit }) => training[how](gradients, limit),
  norm: ({ gradients }) => training.globalNorm(gradients),
  stopping: ({ stopping, values }) => made(stopping).follow(values),
};

const cases = JSON.parse(readFileSync(0, "utf8"), revive);
process.stdout.write(JSON.stringify(cases.map((one) => RUN[one.run](one)), plain));
