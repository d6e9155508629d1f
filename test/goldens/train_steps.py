"""Losses of the documented CNN, step by step, in float64: the oracle for `train-steps.test.ts`.

Made with PyTorch 1.13 (Debian's python3-torch): python3 train_steps.py > train-steps.json
Weights and data are formulas, so the test can make the same ones. Everything that PyTorch does differently from Keras
(batch norm over the width, its momentum, Flatten's order, Adam's epsilon) is written out here.
"""

import json
import math

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)

C, H, W = 3, 12, 10
FILTERS = (5, 4)
N, BATCH, EPOCHS = 22, 8, 2
L2, LR, BETA1, BETA2, EPS = 1e-3, 1e-3, 0.92, 0.999, 1e-7


def wave(count, phase, scale):
    """Values in [-scale, scale], rounded to float32 as both sides hold them."""
    values = [scale * math.sin(12.9898 * (i + 1) + phase) for i in range(count)]
    return torch.tensor(values, dtype=torch.float32).double()


def weights():
    dense_in = FILTERS[1] * (H // 2) * (W // 2)
    shapes = {
        "conv2d/kernel": (5, 5, C, FILTERS[0]),
        "conv2d/bias": (FILTERS[0],),
        "conv2d_1/kernel": (3, 3, FILTERS[0], FILTERS[1]),
        "conv2d_1/bias": (FILTERS[1],),
        "dense/kernel": (dense_in, 1),
        "dense/bias": (1,),
    }
    scales = {"conv2d/kernel": 0.15, "conv2d_1/kernel": 0.2, "dense/kernel": 0.3}
    return {
        name: wave(math.prod(shape), k, scales.get(name, 0.05)).reshape(shape).requires_grad_()
        for k, (name, shape) in enumerate(shapes.items())
    }


def run(bn_axis):
    w = weights()
    size = W // 2 if bn_axis == 3 else FILTERS[1]
    w["gamma"] = torch.ones(size).requires_grad_()
    w["beta"] = torch.zeros(size).requires_grad_()
    moving_mean, moving_variance = torch.zeros(size), torch.ones(size)
    x = (wave(N * C * H * W, 7.0, 0.5) + 0.5).float().double().reshape(N, C, H, W)
    y = torch.tensor([1.0 if (i * 7) % 3 == 0 else 0.0 for i in range(N)])
    m = {name: torch.zeros_like(p) for name, p in w.items()}
    v = {name: torch.zeros_like(p) for name, p in w.items()}
    losses, t = [], 0
    for _ in range(EPOCHS):
        for start in range(0, N, BATCH):
            xb, yb = x[start : start + BATCH], y[start : start + BATCH]
            a = F.relu(F.conv2d(xb, w["conv2d/kernel"].permute(3, 2, 0, 1), w["conv2d/bias"], padding=2))
            a = F.relu(F.conv2d(a, w["conv2d_1/kernel"].permute(3, 2, 0, 1), w["conv2d_1/bias"], padding=1))
            a = F.max_pool2d(a, 2)
            axes = [i for i in range(4) if i != bn_axis]
            mean = a.mean(dim=axes, keepdim=True)
            variance = ((a - mean) ** 2).mean(dim=axes, keepdim=True)
            shape = [1, 1, 1, 1]
            shape[bn_axis] = size
            a = w["gamma"].reshape(shape) * (a - mean) / torch.sqrt(variance + 1e-3) + w["beta"].reshape(shape)
            moving_mean = moving_mean * 0.99 + mean.detach().flatten() * 0.01
            moving_variance = moving_variance * 0.99 + variance.detach().flatten() * 0.01
            z = (a.permute(0, 2, 3, 1).reshape(len(xb), -1) @ w["dense/kernel"] + w["dense/bias"]).flatten()
            loss = F.binary_cross_entropy_with_logits(z, yb)
            loss = loss + L2 * ((w["conv2d/kernel"] ** 2).sum() + (w["conv2d_1/kernel"] ** 2).sum())
            losses.append(loss.item())
            names = list(w)
            gradients = torch.autograd.grad(loss, [w[name] for name in names])
            t += 1
            alpha = LR * math.sqrt(1 - BETA2**t) / (1 - BETA1**t)
            with torch.no_grad():
                for name, g in zip(names, gradients):
                    m[name] += (g - m[name]) * (1 - BETA1)
                    v[name] += (g * g - v[name]) * (1 - BETA2)
                    w[name] -= alpha * m[name] / (v[name].sqrt() + EPS)
    moving = {"moving_mean": moving_mean.tolist(), "moving_variance": moving_variance.tolist()}
    return {"losses": losses, **moving, "dense_bias": w["dense/bias"].tolist(), "gamma": w["gamma"].tolist()}


print(json.dumps({"last": run(3), "channel": run(1)}, indent=2))
