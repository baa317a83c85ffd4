// The present state as Python to take away: NumPy, and the same in Keras.
const list = (values) => `[${values.map((value) => (Array.isArray(value) ? list(value) : value)).join(", ")}]`;

export const python = ({ x, W_x, W_h, b, units, unit, t }) => `import numpy as np

x = np.array(${list(x)}, dtype=float)  # ${x.length} timesteps, one feature
W_x = np.array(${list(W_x)}, dtype=float)  # (1, 4 units): gates i, f, c, o
W_h = np.array(${list(W_h)}, dtype=float)  # (units, 4 units)
b = np.array(${list(b)}, dtype=float)

def sigmoid(a):
    return 1 / (1 + np.exp(-a))

h = c = np.zeros(${units})  # H_0 and C_0
rows = []
for x_t in x:
    a_i, a_f, a_c, a_o = np.split(x_t * W_x[0] + h @ W_h + b, 4)
    f = sigmoid(a_f)
    i = sigmoid(a_i)
    c_tilde = np.tanh(a_c)
    c = f * c + i * c_tilde
    o = sigmoid(a_o)
    h = o * np.tanh(c)
    rows.append([f, i, c_tilde, c, o, h])
F, I, C_tilde, C, O, H = np.array(rows).transpose(1, 0, 2)  # each (timesteps, units)
print("t = ${t}, unit ${unit}: f, i, c~, c, o, h =", np.array(rows)[${t - 1}, :, ${unit - 1}])

# The same in Keras:
# import keras
# layer = keras.layers.LSTM(${units}, return_sequences=True, dtype="float64")
# layer.build((None, None, 1))
# layer.set_weights([W_x, W_h, b])
# np.testing.assert_allclose(layer(x[None, :, None])[0], H, atol=1e-10)
`;
