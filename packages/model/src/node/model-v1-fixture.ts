/**
 * A model as version 1 of the format was first written, frozen: whatever the format becomes, this must be read. Made by
 * `saveModel(folder, documentedCnn({ filters: [1, 1], inputShape: [1, 2, 4], bnAxis: "channel", dropout: 0.3 }))` on the
 * reference device with seed 5.
 */
export const MODEL_V1 = {
  json: `{
  "format": "tomograd-model",
  "version": 1,
  "name": "sequential",
  "inputShape": [1, 2, 4],
  "layers": [
    {"className": "Conv2D", "config": {"filters": 1, "kernelSize": [5, 5], "strides": [1, 1], "padding": "same", "dilations": [1, 1], "activation": "relu", "useBias": true, "kernelInitializer": "GlorotUniform", "kernelRegularizer": {"className": "L2", "factor": 0.001}}},
    {"className": "Conv2D", "config": {"filters": 1, "kernelSize": [3, 3], "strides": [1, 1], "padding": "same", "dilations": [1, 1], "activation": "relu", "useBias": true, "kernelInitializer": "GlorotUniform", "kernelRegularizer": {"className": "L2", "factor": 0.001}}},
    {"className": "MaxPooling2D", "config": {"poolSize": [2, 2], "strides": [2, 2], "padding": "valid"}},
    {"className": "BatchNormalization", "config": {"axis": 1, "momentum": 0.99, "epsilon": 0.001, "varianceCorrection": "biased"}},
    {"className": "Flatten", "config": {}},
    {"className": "Dropout", "config": {"rate": 0.3}},
    {"className": "Dense", "config": {"units": 1, "activation": "sigmoid", "kernelInitializer": "GlorotNormal"}}
  ],
  "metadata": {"tomograd": "0.1.0", "positiveClass": "ill"},
  "weightsSha256": "16ba75e682b0b2060eeadbca8358b802ba31e254c7931a95222532a8cc5fc1c9"
}
`,
  /** Base64 of `weights.safetensors`. */
  weights: [
    "AAMAAAAAAAB7ImNvbnYyZC9rZXJuZWwiOnsiZHR5cGUiOiJGMzIiLCJzaGFwZSI6WzUsNSwxLDFdLCJkYXRhX29mZnNldHMiOlswLDEwMF19",
    "LCJjb252MmQvYmlhcyI6eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpbMV0sImRhdGFfb2Zmc2V0cyI6WzEwMCwxMDRdfSwiY29udjJkXzEva2Vy",
    "bmVsIjp7ImR0eXBlIjoiRjMyIiwic2hhcGUiOlszLDMsMSwxXSwiZGF0YV9vZmZzZXRzIjpbMTA0LDE0MF19LCJjb252MmRfMS9iaWFzIjp7",
    "ImR0eXBlIjoiRjMyIiwic2hhcGUiOlsxXSwiZGF0YV9vZmZzZXRzIjpbMTQwLDE0NF19LCJiYXRjaF9ub3JtYWxpemF0aW9uL2dhbW1hIjp7",
    "ImR0eXBlIjoiRjMyIiwic2hhcGUiOlsxXSwiZGF0YV9vZmZzZXRzIjpbMTQ0LDE0OF19LCJiYXRjaF9ub3JtYWxpemF0aW9uL2JldGEiOnsi",
    "ZHR5cGUiOiJGMzIiLCJzaGFwZSI6WzFdLCJkYXRhX29mZnNldHMiOlsxNDgsMTUyXX0sImJhdGNoX25vcm1hbGl6YXRpb24vbW92aW5nX21l",
    "YW4iOnsiZHR5cGUiOiJGMzIiLCJzaGFwZSI6WzFdLCJkYXRhX29mZnNldHMiOlsxNTIsMTU2XX0sImJhdGNoX25vcm1hbGl6YXRpb24vbW92",
    "aW5nX3ZhcmlhbmNlIjp7ImR0eXBlIjoiRjMyIiwic2hhcGUiOlsxXSwiZGF0YV9vZmZzZXRzIjpbMTU2LDE2MF19LCJkZW5zZS9rZXJuZWwi",
    "OnsiZHR5cGUiOiJGMzIiLCJzaGFwZSI6WzIsMV0sImRhdGFfb2Zmc2V0cyI6WzE2MCwxNjhdfSwiZGVuc2UvYmlhcyI6eyJkdHlwZSI6IkYz",
    "MiIsInNoYXBlIjpbMV0sImRhdGFfb2Zmc2V0cyI6WzE2OCwxNzJdfX0gICAgICCfPx2+nx0ovr9qCL5O8gO+Hr2jvpsPmD0vQ7E+MrabvWfa",
    "aL7AVZ6+IItwvauyjz4h8ZQ9piboPA1bOD4nkg8+4fydvaCFmr4I1p4+slGvvgklET6Pu12+rv6UPsR9iD6jOo6+AAAAAHdw9z4P2rO9jLWi",
    "Pf+dZL39HsC9SRfmPpaZyz7o7nG+ynoQPwAAAAAAAIA/AAAAAAAAAAAAAIA/MXV9vvHHtbwAAAAA",
  ].join(""),
  /** What it predicts for two images of `sin(i)`. */
  probabilities: [0.48467400670051575, 0.4708869457244873],
};
