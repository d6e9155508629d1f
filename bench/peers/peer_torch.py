"""One training step of the same network for every line on stdin: PyTorch in float32, on CUDA where there is one."""

import json
import os
import sys
import time

import torch
from torch import nn

options = json.loads(os.environ["PEER_OPTIONS"])
size, count = options["imageSize"], options["batchSize"]
first, second = options["filters"]
cuda = torch.cuda.is_available()
device = torch.device("cuda" if cuda else "cpu")
torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = bool(os.environ.get("PEER_TF32"))


class WidthNorm(nn.Module):
    """Statistics per image column, as the documented network has them."""

    def __init__(self, width):
        super().__init__()
        self.norm = nn.BatchNorm2d(width, eps=1e-3, momentum=0.01)

    def forward(self, x):
        return self.norm(x.transpose(1, 3)).transpose(1, 3)


model = nn.Sequential(
    nn.Conv2d(3, first, 5, padding=2),
    nn.ReLU(),
    nn.Conv2d(first, second, 3, padding=1),
    nn.ReLU(),
    nn.MaxPool2d(2),
    WidthNorm(size // 2),
    nn.Flatten(),
    nn.Dropout(0.5),
    nn.Linear(second * (size // 2) ** 2, 1),
).to(device)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, betas=(0.92, 0.999), eps=1e-7)
loss_of = nn.BCEWithLogitsLoss()
with open(options["file"], "rb") as file:
    values = torch.frombuffer(bytearray(file.read()), dtype=torch.float32)
pixels = count * 3 * size * size
x = values[:pixels].reshape(count, 3, size, size).to(device)
y = values[pixels:].reshape(count, 1).to(device)


def answer(message):
    print("@" + json.dumps(message), flush=True)


answer({"adapter": f"PyTorch {torch.__version__} {torch.cuda.get_device_name() if cuda else 'CPU'}"})
for _ in sys.stdin:
    started = time.perf_counter()
    optimizer.zero_grad()
    penalty = 1e-3 * (model[0].weight.square().sum() + model[2].weight.square().sum())
    loss = loss_of(model(x), y) + penalty
    loss.backward()
    optimizer.step()
    loss.item()
    answer({"ms": (time.perf_counter() - started) * 1000})
