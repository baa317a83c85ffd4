/** Squared errors, shape like the inputs: (n, T). */
export function squaredErrors(predicted, target) {
  return predicted.map((row, i) => row.map((value, t) => (value - target[i][t]) ** 2));
}

/** The mean of the errors (n, T), over all steps or only over those where the mask is true. */
export function meanLoss(errors, mask = null) {
  let sum = 0;
  let count = 0;
  errors.forEach((row, i) =>
    row.forEach((error, t) => {
      if (mask && !mask[i][t]) return;
      sum += error;
      count += 1;
    }),
  );
  return sum / count;
}
