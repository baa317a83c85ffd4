// The words of TrainingDial: its numbers, questions, verdicts and description.
import { EarlyStopping } from "../core/training.js";
import { count, fixed, html, plain, power } from "../ui/html.js";

export const SCHEDULES = { constant: "constant", exponential: "exponential", step: "step", cosine: "warm-up, cosine" };
const FALLS = {
  constant: "",
  exponential: ", falling to a tenth",
  step: ", halved every 15 epochs",
  cosine: ", rising for 6 epochs and then falling to zero along a cosine",
};
const TOP = 60; // epochs

/** A positive number with three digits, or a power of ten. */
export const amount = (value) => (value ? power(Math.log10(value)) : "0");

/** "0.0316", "3.16", from the logarithm that the slider holds */
export const rateText = (log10) => plain(10 ** log10);

const training = ({ optimizer, log10_rate, schedule, clip, log10_clip }) =>
  `${optimizer} with learning rate ${rateText(log10_rate)}${FALLS[schedule]}${clip ? `, gradients clipped to ${rateText(log10_clip)}` : ""}`;

export function questions(values) {
  const { optimizer, log10_rate, schedule, clip, log10_clip, patience, min_delta, validation, best, end } = values;
  const about = { optimizer, log10_rate, schedule, clip, log10_clip: clip ? log10_clip : 0, patience, min_delta, validation };
  const setting = (about) => `${training(about)}, and patience ${about.patience}`;
  return [
    {
      key: "stop",
      locks: true,
      about,
      setting,
      text: html`The validation loss of all ${TOP} epochs is drawn. Early stopping watches it while it comes: training ends as soon as ${count(patience, "epoch")} in a row
        ${patience > 1 ? "have" : "has"} not gone below the best loss so far${min_delta > 0 && ` by more than ${fixed(min_delta, 3)}`}.
        <strong>After which epoch does training stop?</strong> (${TOP} if it never does.)`,
      label: "epoch",
      max: TOP,
      verdict: stopVerdict,
    },
    {
      key: "weights",
      moot: best === end,
      about,
      setting,
      text: html`Training has stopped. <strong>Which weights does the model hold now, with EarlyStopping as Keras has it unless told otherwise?</strong>`,
      choices: { best: "Those of the best epoch", last: "Those of the last epoch" },
      verdict: weightsVerdict,
    },
  ];
}

/**
 * What early stopping does with the finite losses of a training, epochs counted from 1: best, stopped (null if never),
 * end (the last that is trained) and lowest (of all 60).  What is no number improves nothing, so patience runs on.
 */
export function outcome({ patience, min_delta, validation }) {
  const watched = [...validation, ...Array(TOP - validation.length).fill(NaN)];
  const { best_epoch, stopped_epoch } = new EarlyStopping({ patience, min_delta }).follow(watched);
  const stopped = stopped_epoch === null ? null : stopped_epoch + 1;
  return { best: best_epoch + 1, stopped, end: stopped ?? TOP, lowest: validation.indexOf(Math.min(...validation)) + 1 };
}

function stopVerdict({ answer, about }) {
  const { patience, min_delta, validation } = about;
  const { best, stopped, end: truth, lowest } = outcome(about);
  const loss = (epoch) => amount(validation[epoch - 1]);
  const enough = min_delta > 0 ? ` by more than ${fixed(min_delta, 3)}` : "";
  const rule = stopped
    ? `Epoch ${best} reaches ${loss(best)}; epochs ${best + 1} to ${stopped} do not go below it${enough}, and that makes ${patience}.`
    : `No ${count(patience, "epoch")} in a row pass without a new best loss${enough}, so all ${TOP} are trained; the best is epoch ${best} with ${loss(best)}.`;
  const missed =
    lowest > truth && stopped
      ? ` What follows is never trained: epoch ${lowest} would have reached ${loss(lowest)}. More patience would have crossed the hill.`
      : "";
  const told = stopped ? `after epoch ${stopped}` : `it never stops, so ${TOP}`;
  if (answer === null) return { right: null, said: `${told[0].toUpperCase()}${told.slice(1)}.`, why: `${rule}${missed}` };
  const near = Math.abs(answer - truth) === 1; // a pixel more or less in the drawing
  const right = answer === truth || (near ? null : false);
  if (right) return { right, said: `You said ${answer}, and so it is.`, why: `${rule}${missed}` };
  return { right, said: `You said ${answer}; ${told}.`, why: `${mistake(answer, about, { best, stopped, lowest, truth, loss })} ${rule}${missed}` };
}

/** Why somebody may have said this, in one or two sentences. */
function mistake(answer, { patience, min_delta, validation }, { best, stopped, lowest, truth, loss }) {
  if (answer < 1 || answer > TOP || !Number.isInteger(answer)) return `Epochs count from 1 to ${TOP}.`;
  if (stopped && lowest > stopped && answer === lowest)
    return `Epoch ${lowest} has the lowest loss of the whole drawing, ${loss(lowest)}, but training never gets there.`;
  if (stopped && lowest > stopped && answer === lowest + patience)
    return `You waited from the lowest point of the whole drawing, epoch ${lowest}; patience has run out long before.`;
  if (answer === best)
    return `Epoch ${best} is the best one so far, but that shows only afterwards: ${count(patience, "epoch")} must pass first.`;
  if (stopped && Math.abs(answer - truth) === 1)
    return `Close: the first epoch without improvement is ${best + 1}, the one after the best.`;
  if (answer > validation.length)
    return `In epoch ${answer} the loss is no finite number any more.`;
  const before = new EarlyStopping({ patience, min_delta }).follow(validation.slice(0, answer));
  const waited = before.stopped_epoch === null ? before.wait : patience;
  if (answer < truth)
    return `Too early: at epoch ${answer} ${waited ? `the wait since epoch ${before.best_epoch + 1} is ${waited}` : "the loss is lower than ever before"}, and patience is ${patience}.`;
  return `Too late: by epoch ${answer} patience has run out.`;
}

function weightsVerdict({ answer, about }) {
  const { validation } = about;
  const { best, end } = outcome(about);
  const kept = validation[end - 1];
  const right = answer === null ? null : answer === "last";
  const truth = `those of epoch ${end}, the last`;
  const said = { null: `It holds ${truth}.`, last: `You said those of the last epoch, and so it is: epoch ${end}.`, best: `You said those of the best epoch; it holds ${truth}.` }[answer];
  const then = kept === undefined ? "whose loss is no finite number" : `whose validation loss is ${amount(kept)}`;
  return {
    right,
    said,
    why: `Stopping alone keeps the weights as they are, ${then}. With restore_best_weights=True Keras puts back those of epoch ${best}, with ${amount(validation[best - 1])}.`,
  };
}

export function describe(values, open) {
  const { trained, validation, training: losses, best, stopped, end, lowest, patience, epochs } = values;
  const start = training(values);
  const course =
    trained < epochs
      ? `: the loss grows to ${amount(validation[trained - 1])} and in epoch ${trained + 1} is no finite number any more`
      : validation[epochs - 1] > 10 * validation[0]
        ? `: the training diverges; the validation loss grows from ${amount(validation[0])} to ${amount(validation[epochs - 1])} in ${epochs} epochs`
        : `: in ${epochs} epochs the training loss goes from ${amount(losses[0])} to ${amount(losses[epochs - 1])}, the validation loss from ${amount(validation[0])} to ${amount(validation[epochs - 1])}`;
  if (open === "stop") return `${start}${course}.`;
  const stops = stopped
    ? `Early stopping with patience ${patience} ends it after epoch ${stopped}; the best epoch until then is ${best} with ${amount(validation[best - 1])}`
    : `Early stopping with patience ${patience} never ends it; the best epoch is ${best} with ${amount(validation[best - 1])}`;
  return `${start}${course}. ${stops}${lowest > end ? `, and what would have been the lowest, ${amount(validation[lowest - 1])} at epoch ${lowest}, is missed` : ""}.`;
}
