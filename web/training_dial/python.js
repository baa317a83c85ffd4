// The present state as Python that runs alone; a test executes it and compares.
const STOPPING = ({ patience, min_delta }) => `patience=${patience}${min_delta ? `, min_delta=${min_delta}` : ""}`;

const RATES = {
  constant: (rate) => rate,
  exponential: (rate) => `ExponentialDecay(${rate}, decay_steps=180, decay_rate=0.1)`,
  step: (rate) => `ExponentialDecay(${rate}, decay_steps=45, decay_rate=0.5, staircase=True)`,
  cosine: (rate) => `CosineDecay(0.0, decay_steps=162, warmup_target=${rate}, warmup_steps=18)`,
};

export function python(values) {
  const { optimizer, schedule, log10_rate, log10_clip, clip, trained, epochs } = values;
  const lost = epochs - trained;
  const rate = RATES[schedule](`10**${log10_rate}`);
  const parts = [optimizer, rate.match?.(/^\w+(?=\()/)?.[0], "EarlyStopping", clip && "clip_by_global_norm", "global_norm"].filter(Boolean);
  return `import numpy as np
from unrolled.cells import SimpleRNN
from unrolled.training import ${parts.join(", ")}
from unrolled.widgets.training_dial import start, windows

x, y = windows()  # 36 windows of 6 values, and the value that follows each; the first 12 train
weights = start()  # W_x, W_h, b of SimpleRNN(6); V, c of Dense(1)
optimizer = ${optimizer}(${rate})
state = optimizer.start(weights)
training, validation, norms = [], [], []


def forward(x, y):
    W_x, W_h, b, V, c = weights
    cell = SimpleRNN(W_x, W_h, b)
    trace = cell.forward(x)
    return cell, trace, trace.H[:, -1] @ V + c - y  # the errors of the forecasts


for epoch in range(${trained}):${lost ? "  # in the next one the loss is no finite number any more" : ""}
    losses, lengths = [], []
    for batch in np.split(np.arange(12), 3):  # in the same order every epoch
        cell, trace, errors = forward(x[batch], y[batch])
        d = 2 * errors / len(errors)
        back = cell.backward(trace, d[:, None] * weights[3])
        gradients = [back.dW_x, back.dW_h, back.db, trace.H[:, -1].T @ d, d.sum(keepdims=True)]
        losses.append(np.mean(errors**2))
        lengths.append(global_norm(gradients))
${clip ? `        gradients = clip_by_global_norm(gradients, 10**${log10_clip})\n` : ""}        weights, state = optimizer.update(weights, gradients, state)
    for numbers, value in (training, losses), (validation, forward(x[12:], y[12:])[2] ** 2), (norms, lengths):
        numbers.append(np.mean(value))

stopping = EarlyStopping(${STOPPING(values)}).follow(validation${lost ? ` + [np.nan] * ${lost}` : ""})  # epochs from 0, as in Keras
print(stopping, validation[stopping.best_epoch])
`;
}
