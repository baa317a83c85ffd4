import assert from "node:assert/strict";
import { test } from "node:test";
import { build, names, patternOf } from "../core/shapes.js";
import { changes } from "../io_patterns/repair.js";
import { edits } from "../io_patterns/stack.js";
import { compute, prerender } from "./widgets.js";
import { assertIdsFit } from "./shared.js";

const rnn = (size, all = false, kind = "SimpleRNN") => ({ kind, size, return_sequences: all });
const dense = (size) => ({ kind: "Dense", size });
const each = (size) => ({ kind: "TimeDistributed", size });
const repeat = (size) => ({ kind: "RepeatVector", size });
const flatten = { kind: "Flatten" };
const SIZES = { SimpleRNN: [1, 64], LSTM: [1, 64], GRU: [1, 64], Dense: [1, 64], TimeDistributed: [1, 64], RepeatVector: [1, 12] };
const BROKEN = [rnn(8), rnn(8, true), each(3)];
const starts = {
  "many-to-one": { timesteps: 12, features: 5, layers: [rnn(8), dense(3)] },
  "repair 1": { timesteps: 12, features: 5, layers: BROKEN, goal: [12, 3] },
  "repair 3": { timesteps: 12, features: 5, layers: [rnn(8, true), dense(3)], goal: [3] },
};
const state = (changed = {}) => ({
  kind: "IOPatterns", pattern: "many-to-one", timesteps: 12, features: 5, layers: [rnn(8), dense(3)],
  limits: { timesteps: [0, 12], features: [1, 16], size: SIZES, layers: [1, 6] },
  starts, initial: {}, predictions: { stacked: { answer: null, about: {} } }, ...changed,
});
const repairing = (layers, more = {}) => compute(state({ pattern: "repair 1", layers, ...more })).repair;
const caption = (markup) => markup.match(/<figcaption[^>]*>([^]*?)<\/figcaption>/)[1];

test("no extreme setting shows a number that is none, or a box with a negative side", () => {
  const kinds = [rnn(1), rnn(64, true), rnn(64, true, "LSTM"), dense(64), each(1), repeat(12), repeat(1), flatten];
  for (const timesteps of [0, 1, 12]) {
    for (const features of [1, 16]) {
      for (const a of kinds) {
        for (const b of kinds) {
          for (const pattern of ["many-to-one", "repair 1"]) {
            const markup = prerender(state({ timesteps, features, pattern, layers: [a, b, a, b, a, b] }));
            assert.doesNotMatch(markup, /NaN|undefined|Infinity|\[object/, JSON.stringify([timesteps, a, b]));
            assert.doesNotMatch(markup, /(width|height|r)="-/);
          }
        }
      }
    }
  }
});

test("names count as in a fresh session, and TimeDistributed's Dense counts too", () => {
  assert.deepEqual(names([rnn(2), each(2), rnn(2), dense(2)]), ["simple_rnn", "time_distributed", "simple_rnn_1", "dense_1"]);
});

test("the five patterns are told apart by the shapes alone", () => {
  const found = (input, layers) => patternOf(input, build(input, layers));
  assert.equal(found([5], [dense(3)]), "one-to-one");
  assert.equal(found([5], [repeat(4), rnn(2, true)]), "one-to-many");
  assert.equal(found([9, 5], [flatten, dense(3)]), "many-to-one");
  assert.equal(found([9, 5], [rnn(2, true), each(3)]), "synchronous");
  assert.equal(found([9, 5], [rnn(2), repeat(9), rnn(2, true)]), "asynchronous");
});

test("advice names the layer that took the time axis away", () => {
  const told = (layers, more) => prerender(state({ layers, ...more })).match(/<\/code><\/p><p>(.*?)<\/p>/)[1];
  assert.match(told(BROKEN), /layer 1, SimpleRNN, leaves none.*\(None, 8\)\. Switch return_sequences on in layer 1/);
  assert.match(told([dense(4), flatten, each(2)]), /layer 2, Flatten, leaves none.*\(None, 48\)\. Remove layer 2/);
  assert.match(told([rnn(3)], { timesteps: 0 }), /the input leaves none.*Give the input timesteps/);
  assert.match(told([rnn(3, true), dense(3), repeat(2)]), /switch return_sequences off in layer 1/);
  assert.match(told([repeat(2)]), /put a recurrent layer with return_sequences off before it/);
  assert.match(told([repeat(2), repeat(3)], { timesteps: 0 }), /a sequence \(None, 2, 5\) arrives/);
});

test("a refused stack shows what is built, where it breaks and what is never built", () => {
  const markup = prerender(state({ layers: BROKEN }));
  assert.equal(markup.match(/class="u-refuses"/g).length, 1);
  assert.equal(markup.match(/class="u-unbuilt"/g).length, 1);
  assert.equal(markup.match(/class="u-dropped"/g).length, 11);
  assert.match(caption(markup), /^\(None, 12, 5\) → SimpleRNN\(8\) → \(None, 8\); layer 2, SimpleRNN\(8, return_sequences=True\), is refused\.$/);
});

test("each answer is quoted and explained, and only until then the controls are locked", () => {
  const given = (answer) => prerender(state({ predictions: { stacked: { answer, about: {} } } }));
  const verdict = (answer) => given(answer).match(/data-verdict[^>]*>([^]*?)<\/p>/)[1];
  assert.match(verdict("works"), /^You said it works and gives \(None, 8\); Keras refuses\. \(None, 8\) is already/);
  assert.match(verdict("one"), /^You said the second layer sees one timestep; Keras refuses\. One timestep would be \(None, 1, 8\)/);
  assert.match(verdict("refuses"), /^You said Keras refuses, and it does\. The first layer/);
  assert.match(verdict(null), /^Keras refuses\./);
  assert.doesNotMatch(given(null), /data-body disabled/);
  assert.match(prerender(state({ predictions: {} })), /data-body disabled/);
});

test("edits keep what both kinds have, and the sizes within their limits", () => {
  const values = compute(state({ layers: [rnn(32, true), flatten, dense(3)] }));
  assert.deepEqual(edits.kind(values, 0, "GRU").layers[0], rnn(32, true, "GRU"));
  assert.deepEqual(edits.kind(values, 0, "RepeatVector").layers[0], repeat(12));
  assert.deepEqual(edits.kind(values, 0, "Flatten").layers[0], flatten);
  assert.deepEqual(edits.kind(values, 1, "LSTM").layers[1], rnn(8, false, "LSTM"));
  assert.deepEqual(edits.up(values, 2).layers, [rnn(32, true), dense(3), flatten]);
  assert.deepEqual(edits.remove(values, 1).layers, [rnn(32, true), dense(3)]);
  assert.deepEqual(edits.sequences(values, 0, false).layers[0], rnn(32));
  assert.deepEqual(edits.start(values, "many-to-one"), { pattern: "many-to-one", timesteps: 12, features: 5, layers: [rnn(8), dense(3)] });
});

test("where an edit sends the focus there is something to receive it", () => {
  for (const layers of [[dense(1)], [dense(1), dense(2)], BROKEN, Array(6).fill(flatten)]) {
    const values = compute(state({ layers }));
    const buttons = [...prerender(state({ layers }), "w").matchAll(/data-edit="(add|remove|up)"(?: data-with="(.*?)")? data-then="(.*?)"(?![^>]*disabled)/g)];
    assert.equal(buttons.length, layers.length > 1 ? 3 * layers.length - 2 + (layers.length < 6) : 1);
    for (const [, name, given, then] of buttons) {
      const after = prerender(state(edits[name](values, ...JSON.parse(given ?? "[]"))), "w");
      assert.match(after, new RegExp(`id="${then}"(?![^>]*disabled)`), `${name} ${given}`);
    }
  }
});

test("a repair names what was changed, and says how far it is", () => {
  assert.match(repairing(BROKEN).words, /^Keras refuses layer 2/);
  const done = repairing([rnn(8, true), rnn(8, true), each(3)]);
  assert.ok(done.solved);
  assert.match(done.words, /^You switched return_sequences on in layer 1 \(SimpleRNN\)\. Repaired: \(None, 12, 5\) → \(None, 12, 8\) → \(None, 12, 8\) → \(None, 12, 3\)\. Many-to-many, synchronous/);
  assert.match(repairing([rnn(8), repeat(12), rnn(8, true), each(3)]).words, /^You added RepeatVector\(12\) as layer 2\. Repaired: .*asynchronous: the whole input/);
  assert.match(repairing([rnn(8), rnn(8, true), each(4)]).words, /changed the size of layer 3 \(TimeDistributed\) from 3 to 4\. Keras still refuses layer 2/);
  assert.match(repairing([each(3)]).words, /^You removed SimpleRNN\(8\) and removed SimpleRNN\(8, return_sequences=True\)\. The shape is right, but no recurrent layer is left/);
  assert.match(repairing([rnn(8, true), rnn(8, true), each(3)], { timesteps: 6 }).words, /The input must stay \(None, 12, 5\); it is \(None, 6, 5\)/);
  assert.ok(!repairing([rnn(8, true), rnn(8, true), each(3)], { timesteps: 6 }).solved);
});

test("a stack that builds without a word can still be broken", () => {
  const words = (layers) => compute(state({ pattern: "repair 3", layers })).repair.words;
  assert.match(words(starts["repair 3"].layers), /^Keras builds it without a word, but the output is \(None, 12, 3\) and not \(None, 3\)/);
  assert.match(words([rnn(8), dense(3)]), /^You switched return_sequences off in layer 1 \(SimpleRNN\)\. Repaired/);
});

test("the changes told are the fewest", () => {
  assert.deepEqual(changes([rnn(8), dense(3)], [rnn(8), dense(3)]), []);
  assert.deepEqual(changes([rnn(8), dense(3)], [rnn(8), flatten, dense(3)]), ["added Flatten() as layer 2"]);
  assert.deepEqual(changes([rnn(8), dense(3)], [rnn(8, false, "LSTM"), dense(3)]), ["replaced SimpleRNN(8) by LSTM(8)"]);
});

test("every label has its control, and two views on a page share no id", () => {
  assertIdsFit(state({ layers: BROKEN, pattern: "repair 1" }));
});
