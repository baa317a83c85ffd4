// Optimizers, clipping, schedules and early stopping of unrolled/training.py, name by name.
//
// Variables and gradients are lists of flat arrays of numbers; nothing passed in is changed.  Steps and
// epochs are counted from 0.  A learning rate is a number or a schedule: an object with `at(step)`.
// Settings are checked in Python, where they enter.

const map = (arrays, f) =>
  arrays.map((array, k) => {
    const out = array.slice(); // in a training three times as fast as array.map
    for (let i = 0; i < out.length; i++) out[i] = f(array[i], k, i);
    return out;
  });

class Optimizer {
  rate(step) {
    return this.learning_rate.at?.(step) ?? this.learning_rate;
  }

  start(variables) {
    return { iterations: 0, moments: Array.from({ length: this.nMoments }, () => map(variables, () => 0)) };
  }
}

export class SGD extends Optimizer {
  constructor({ learning_rate = 0.01, momentum = 0 } = {}) {
    super();
    Object.assign(this, { learning_rate, momentum, nMoments: momentum ? 1 : 0 });
  }

  update(variables, gradients, { iterations, moments }) {
    const rate = this.rate(iterations);
    const momentum = Math.fround(this.momentum); // as the module in Python says
    const steps = map(gradients, (g, k, i) => (momentum && moments[0][k][i] * momentum) - g * rate);
    const updated = map(variables, (value, k, i) => value + steps[k][i]);
    return [updated, { iterations: iterations + 1, moments: this.momentum ? [steps] : [] }];
  }
}

export class Adam extends Optimizer {
  constructor({ learning_rate = 0.001, beta_1 = 0.9, beta_2 = 0.999, epsilon = 1e-7 } = {}) {
    super();
    Object.assign(this, { learning_rate, beta_1, beta_2, epsilon, nMoments: 2 });
  }

  update(variables, gradients, { iterations, moments }) {
    const step = iterations + 1;
    const left = (beta) => 1 - Math.fround(beta) ** step;
    const alpha = (this.rate(iterations) * Math.sqrt(left(this.beta_2))) / left(this.beta_1);
    const m = map(moments[0], (mean, k, i) => mean + (gradients[k][i] - mean) * (1 - this.beta_1));
    const v = map(moments[1], (mean, k, i) => mean + (gradients[k][i] ** 2 - mean) * (1 - this.beta_2));
    const updated = map(variables, (value, k, i) => value - (m[k][i] * alpha) / (Math.sqrt(v[k][i]) + this.epsilon));
    return [updated, { iterations: step, moments: [m, v] }];
  }
}

const norm = (array) => Math.sqrt(array.reduce((sum, value) => sum + value * value, 0));

/** The norm of all gradients taken together. */
export const globalNorm = (gradients) => norm(gradients.map(norm));

/** Each gradient by itself: Keras's clipnorm. */
export const clipByNorm = (gradients, clipnorm) =>
  map(gradients, (value, k) => (value * clipnorm) / Math.max(norm(gradients[k]), clipnorm));

/** All by one factor: Keras's global_clipnorm. */
export function clipByGlobalNorm(gradients, clipnorm) {
  const length = globalNorm(gradients);
  const scale = Number.isFinite(length) ? clipnorm * Math.min(1 / length, 1 / clipnorm) : NaN;
  return map(gradients, (value) => value * scale);
}

export const clipByValue = (gradients, clipvalue) =>
  map(gradients, (value) => Math.min(Math.max(value, -clipvalue), clipvalue));

export class ExponentialDecay {
  constructor({ initial_learning_rate, decay_steps, decay_rate, staircase = false }) {
    Object.assign(this, { initial_learning_rate, decay_steps, decay_rate, staircase });
  }

  at(step) {
    const part = step / this.decay_steps;
    return this.initial_learning_rate * this.decay_rate ** (this.staircase ? Math.floor(part) : part);
  }
}

export class CosineDecay {
  constructor({ initial_learning_rate, decay_steps, alpha = 0, warmup_target = null, warmup_steps = 0 }) {
    Object.assign(this, { initial_learning_rate, decay_steps, alpha, warmup_target, warmup_steps });
  }

  at(step) {
    const start = this.initial_learning_rate;
    const peak = this.warmup_target ?? start;
    if (step < this.warmup_steps) return start + ((peak - start) * step) / this.warmup_steps;
    const part = Math.min((step - this.warmup_steps) / this.decay_steps, 1);
    return peak * ((1 - this.alpha) * 0.5 * (1 + Math.cos(Math.PI * part)) + this.alpha);
  }
}

export class EarlyStopping {
  constructor({ patience = 0, min_delta = 0, baseline = null, start_from_epoch = 0 } = {}) {
    Object.assign(this, { patience, min_delta, baseline, start_from_epoch });
  }

  /** {best, best_epoch, wait, stopped_epoch} after this epoch; null where there is none yet. */
  update(watch, epoch, value) {
    if (epoch < this.start_from_epoch) return watch;
    const wait = watch.wait + 1;
    if (watch.best === null || value + this.min_delta < watch.best) {
      const beaten = this.baseline === null || value + this.min_delta < this.baseline;
      return { best: value, best_epoch: epoch, wait: beaten ? 0 : wait, stopped_epoch: null };
    }
    return { ...watch, wait, stopped_epoch: wait >= this.patience && epoch > 0 ? epoch : null };
  }

  /** The same at the end of a training with these values: where it stops, or after the last. */
  follow(values) {
    let watch = { best: null, best_epoch: null, wait: 0, stopped_epoch: null };
    for (let epoch = 0; epoch < values.length && watch.stopped_epoch === null; epoch++) {
      watch = this.update(watch, epoch, values[epoch]);
    }
    return watch;
  }
}
