// The present state as Python that runs alone; a test executes it and compares.
const SCORES = { dot: "dot_scores(S[:, None], H, net.scale)", additive: "additive_scores(S[:, None] @ net.W_q, H @ net.W_k, net.scale)" };

export function python({ digits, score, units, temperature, masked, T }) {
  const attends = score !== "none";
  return `import numpy as np
${attends ? `from unrolled.attention import ${score}_scores, context, masked_softmax\n` : ""}from unrolled.widgets.attention_lens import network

net = network("${score}", ${units})  # trained weights: two GRUs and a Dense layer${attends ? ", and those of attention" : ""}
digits = [${digits.join(", ")}]
one_hot = np.eye(11)  # ten digits, and the sign with which the decoder starts
H = net.encoder.forward(one_hot[digits][None, :, :10]).H  # (1, ${T}, ${units})
${
  attends
    ? `mask = np.ones((1, ${T}), bool)  # which tokens attention may look at
${masked ? `mask[0, ${masked - 1}] = False\n` : ""}`
    : ""
}
S, last, said, logits = H[:, -1], 10, [], []
${attends ? "all_scores, all_weights, contexts = [], [], []\n" : ""}for step in range(${T}):
    S = net.decoder.step(one_hot[[last]], S)
${
  attends
    ? `    scores = ${SCORES[score]}
    weights = masked_softmax(scores, mask, temperature=${temperature})
    c = context(weights, H)[:, 0]
    logits.append((np.concatenate([S, c], axis=1) @ net.W_y + net.b_y)[0])
    all_scores.append(scores[0, 0])
    all_weights.append(weights[0, 0])
    contexts.append(c[0])`
    : "    logits.append((S @ net.W_y + net.b_y)[0])"
}
    last = int(logits[-1].argmax())  # the likeliest digit, which the next step reads
    said.append(last)
print(said, "right:", digits[::-1])
`;
}
