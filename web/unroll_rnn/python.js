// The present state as Python to take away: NumPy, and the same in Keras.
import { literal } from "../ui/python.js";

export const python = ({ x, W_x, W_h, b, features, units, timesteps }) => `import numpy as np

X = np.array(${literal(x)}, dtype=float)  # (timesteps, features) = (${timesteps}, ${features})
W_x = np.array(${literal(W_x)}, dtype=float)  # (features, units) = (${features}, ${units})
W_h = np.array(${literal(W_h)}, dtype=float)  # (units, units)
b = np.array(${literal(b)}, dtype=float)  # (units,)

h = np.zeros(len(b))  # H_0
H = []
for x_t in X:  # the same W_x, W_h and b at every timestep
    h = np.tanh(x_t @ W_x + h @ W_h + b)
    H.append(h)
H = np.array(H)  # H[t - 1] is H_t
n_parameters = W_x.size + W_h.size + b.size
print(H)
print(n_parameters, "parameters")

# The same in Keras:
# import keras
# layer = keras.layers.SimpleRNN(${units}, return_sequences=True, dtype="float64")
# layer.build((None, None, ${features}))
# layer.set_weights([W_x, W_h, b])
# np.testing.assert_allclose(layer(X[None])[0], H, atol=1e-10)
# assert layer.count_params() == n_parameters
`;
