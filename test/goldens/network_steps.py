"""Losses of a residual and of a depthwise separable network, step by step, in float64: the oracle for `network-steps.adapter.test.ts`.

Made with PyTorch 1.13 (Debian's python3-torch): python3 network_steps.py > network-steps.json
Convolutions, pools and gradients are PyTorch's; the optimizers are written out, since Keras' forms of them differ.
Weights and data are formulas, so the test can make the same ones.
"""

import json
import math

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)

N, BATCH, EPOCHS = 20, 6, 5
L2, SMOOTHING = 1e-2, 0.1


def wave(shape, phase, scale):
    """Values in [-scale, scale], rounded to float32 as both sides hold them."""
    values = [scale * math.sin(12.9898 * (i + 1) + phase) for i in range(math.prod(shape))]
    return torch.tensor(values, dtype=torch.float32).double().reshape(shape)


def same(x, size, stride, value=0.0):
    """TensorFlow's padding: the smaller half of an odd total stands before."""
    pads = []
    for extent in (x.shape[3], x.shape[2]):
        total = max((math.ceil(extent / stride) - 1) * stride + size - extent, 0)
        pads += [total // 2, total - total // 2]
    return F.pad(x, pads, value=value)


class Network:
    """Layers with Keras' weights and names; kernels are [R,S,C,K]."""

    def __init__(self, kernels, norms, biases):
        shapes = {**kernels, **biases}
        self.weights = {
            name: wave(shape, k, 0.05 if name in biases else 0.4).requires_grad_()
            for k, (name, shape) in enumerate(sorted(shapes.items()))
        }
        self.moving = {}
        for name, size in norms.items():
            self.weights[f"{name}/gamma"] = torch.ones(size).requires_grad_()
            self.weights[f"{name}/beta"] = torch.zeros(size).requires_grad_()
            self.moving[f"{name}/moving_mean"] = torch.zeros(size)
            self.moving[f"{name}/moving_variance"] = torch.ones(size)

    def conv(self, x, name, stride=1):
        kernel = self.weights[f"{name}/kernel"]
        y = F.conv2d(same(x, kernel.shape[0], stride), kernel.permute(3, 2, 0, 1), stride=stride)
        return y + self.bias(name)

    def depthwise(self, x, name):
        kernel = self.weights[f"{name}/depthwise_kernel"]
        size, _, channels, multiplier = kernel.shape
        filters = kernel.permute(2, 3, 0, 1).reshape(channels * multiplier, 1, size, size)
        return F.conv2d(same(x, size, 1), filters, groups=channels) + self.bias(name)

    def bias(self, name):
        bias = self.weights.get(f"{name}/bias")
        return 0 if bias is None else bias.reshape(1, -1, 1, 1)

    def dense(self, x, name):
        return x @ self.weights[f"{name}/kernel"] + self.weights[f"{name}/bias"]

    def norm(self, x, name):
        mean = x.mean(dim=(0, 2, 3))
        variance = ((x - mean.reshape(1, -1, 1, 1)) ** 2).mean(dim=(0, 2, 3))
        for kind, value in (("mean", mean), ("variance", variance)):
            key = f"{name}/moving_{kind}"
            self.moving[key] = self.moving[key] * 0.99 + value.detach() * 0.01
        shape = (1, -1, 1, 1)
        scaled = (x - mean.reshape(shape)) / torch.sqrt(variance.reshape(shape) + 1e-3)
        return self.weights[f"{name}/gamma"].reshape(shape) * scaled + self.weights[f"{name}/beta"].reshape(shape)


class Residual(Network):
    """Two blocks, the second of stride 2 with a projected shortcut; a batch norm is shared by two uses."""

    shape, classes = (2, 9, 8), 1

    def __init__(self):
        kernels = {
            "stem/kernel": (3, 3, 2, 4),
            "a/kernel": (3, 3, 4, 4),
            "b/kernel": (3, 3, 4, 4),
            "c/kernel": (3, 3, 4, 6),
            "shortcut/kernel": (1, 1, 4, 6),
            "head/kernel": (6, 1),
        }
        biases = {"c/bias": (6,), "head/bias": (1,)}
        super().__init__(kernels, {"norm": 4, "shared": 4, "last": 6}, biases)

    def loss(self, x, y):
        stem = F.relu(self.norm(self.conv(x, "stem"), "norm"))
        branch = F.relu(self.norm(self.conv(stem, "a"), "shared"))
        branch = self.norm(self.conv(branch, "b"), "shared")
        block = F.relu(stem + branch + stem)
        second = self.norm(self.conv(block, "c", 2), "last") + self.conv(block, "shortcut", 2)
        logits = self.dense(F.leaky_relu(second, 0.2).mean(dim=(2, 3)), "head").flatten()
        penalty = L2 * (self.weights["a/kernel"] ** 2).sum()
        return F.binary_cross_entropy_with_logits(logits, y) + penalty

    def labels(self):
        return torch.tensor([1.0 if (i * 7) % 3 == 0 else 0.0 for i in range(N)])


class Separable(Network):
    """Depthwise and pointwise convolutions, both pools joined with what they read from, three classes."""

    shape, classes = (3, 10, 9), 3

    def __init__(self):
        kernels = {
            "stem/kernel": (3, 3, 3, 4),
            "depthwise/depthwise_kernel": (3, 3, 4, 2),
            "pointwise/kernel": (1, 1, 8, 5),
            "head/kernel": (15, 3),
        }
        biases = {"stem/bias": (4,), "depthwise/bias": (8,), "pointwise/bias": (5,), "head/bias": (3,)}
        super().__init__(kernels, {"norm": 8}, biases)

    def loss(self, x, y):
        stem = F.relu(self.conv(x, "stem", 2))
        depthwise = F.silu(self.norm(self.depthwise(stem, "depthwise"), "norm"))
        pointwise = F.elu(self.conv(depthwise, "pointwise"))
        ones = F.pad(torch.ones_like(pointwise[:, :1]), (1, 1, 1, 1))
        average = F.avg_pool2d(F.pad(pointwise, (1, 1, 1, 1)), 3, 2) / F.avg_pool2d(ones, 3, 2)
        largest = F.max_pool2d(pointwise, 3, 2, padding=1)
        joined = torch.cat([average, largest, average], dim=1)
        features = torch.tanh(joined.mean(dim=(2, 3)) + joined.amax(dim=(2, 3)))
        smoothed = y * (1 - SMOOTHING) + SMOOTHING / self.classes
        return -(smoothed * F.log_softmax(self.dense(features, "head"), dim=1)).sum(dim=1).mean()

    def labels(self):
        return torch.eye(3)[[(i * 5) % 7 % 3 for i in range(N)]]


def adam(decay):
    def step(w, g, state, t, lr=2e-3, beta1=0.9, beta2=0.999, epsilon=1e-7):
        m, v = state.setdefault("m", torch.zeros_like(w)), state.setdefault("v", torch.zeros_like(w))
        m += (g - m) * (1 - beta1)
        v += (g * g - v) * (1 - beta2)
        w -= lr * decay * w
        w -= lr * math.sqrt(1 - beta2**t) / (1 - beta1**t) * m / (v.sqrt() + epsilon)

    return step


def sgd(w, g, state, t, lr=1e-2, momentum=0.9):
    """With nesterov."""
    velocity = state.setdefault("velocity", torch.zeros_like(w))
    velocity *= momentum
    velocity -= lr * g
    w += momentum * velocity - lr * g


def rmsprop(centered, momentum):
    def step(w, g, state, t, lr=1e-3, rho=0.9, epsilon=1e-7):
        square, mean, velocity = (state.setdefault(k, torch.zeros_like(w)) for k in ("square", "mean", "velocity"))
        square += (g * g - square) * (1 - rho)
        mean += (g - mean) * (1 - rho)
        spread = square - mean * mean if centered else square
        velocity *= momentum
        velocity += lr * g / (spread + epsilon).sqrt()
        w -= velocity

    return step


OPTIMIZERS = {
    "adam": adam(0),
    "adamw": adam(0.05),
    "nesterov": sgd,
    "rmsprop": rmsprop(False, 0),
    "centered": rmsprop(True, 0.5),
}


def run(network, step):
    x = wave((N, *network.shape), 7.0, 1.0)
    y = network.labels()
    states = {name: {} for name in network.weights}
    losses = []
    for _ in range(EPOCHS):
        for start in range(0, N, BATCH):
            loss = network.loss(x[start : start + BATCH], y[start : start + BATCH])
            losses.append(loss.item())
            gradients = torch.autograd.grad(loss, list(network.weights.values()))
            with torch.no_grad():
                for (name, w), g in zip(network.weights.items(), gradients):
                    step(w, g, states[name], len(losses))
    last = {**network.weights, **network.moving}
    return {"losses": losses, "sums": {name: w.sum().item() for name, w in sorted(last.items())}}


goldens = {
    kind.__name__.lower(): {name: run(kind(), step) for name, step in OPTIMIZERS.items()}
    for kind in (Residual, Separable)
}
print(json.dumps(goldens, indent=2))
