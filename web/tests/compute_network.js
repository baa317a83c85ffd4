// Reads networks with inputs, clamps and questions as JSON from stdin; writes what core/network.js answers.
import { readFileSync } from "node:fs";
import { network } from "../core/network.js";

const plain = (key, value) => (ArrayBuffer.isView(value) ? Array.from(value) : value);

function finished(generator) {
  for (;;) {
    const { done, value } = generator.next();
    if (done) return value;
  }
}

const answers = JSON.parse(readFileSync(0, "utf8")).map(({ spec, numbers, inputs, other, clamps, t, output }) => {
  const net = network(spec, Float64Array.from(numbers));
  const trace = net.forward(inputs, clamps);
  const among = net.forward(other);
  const prefix = net.forward(inputs.slice(0, 3), clamps);
  const each = (ask) => Object.fromEntries(["logit", "output"].map((of) => [of, ask(of)]));
  const everyCell = (ask) =>
    net.layers.map((layer, k) => ["forward", "backward"].filter((name) => layer[name]).map((name) => ask(k, name)));
  return {
    trace,
    continued: net.forward(inputs, clamps, 3, prefix),
    changed: net.forward(inputs, clamps, 2, net.forward([...inputs.slice(0, 2), ...other, ...other], clamps)),
    connectivity: each((of) => net.connectivity(trace, t, output, of)),
    occlusion: each((of) => finished(net.occlusion(inputs, t, output, of, clamps))),
    time_constants: everyCell((k, direction) => net.timeConstants(trace, k, direction)),
    nearest: everyCell((k, direction) => net.nearest(trace, k, t, 5, direction)),
    among: everyCell((k, direction) => net.nearest(trace, k, t, 4, direction, among)),
  };
});
process.stdout.write(JSON.stringify(answers, plain));
