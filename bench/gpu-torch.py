"""Times PyTorch's eager training step of the documented network: forward, loss, backward, Adam. JSON on stdout.

The same layers, batch and losses as `tomograd bench step`, in float32, with TF32 off and on.
"""

import argparse
import json
import statistics
import time

import torch
from torch import nn


class DocumentedCnn(nn.Module):
    def __init__(self, filters, size):
        super().__init__()
        self.conv1 = nn.Conv2d(3, filters[0], 5, padding=2)
        self.conv2 = nn.Conv2d(filters[0], filters[1], 3, padding=1)
        # As documented, statistics are those of an image column: Keras' default axis on channels-first data.
        self.norm = nn.BatchNorm2d(size // 2, eps=1e-3, momentum=0.01)
        self.dropout = nn.Dropout(0.5)
        self.dense = nn.Linear(filters[1] * (size // 2) ** 2, 1)

    def forward(self, x):
        x = torch.relu(self.conv2(torch.relu(self.conv1(x))))
        x = nn.functional.max_pool2d(x, 2)
        x = self.norm(x.transpose(1, 3)).transpose(1, 3)
        return self.dense(self.dropout(x.flatten(1)))

    def penalty(self):
        return 1e-3 * (self.conv1.weight.square().sum() + self.conv2.weight.square().sum())


def make_step(batch, options):
    torch.manual_seed(1)
    size = options.image_size
    model = DocumentedCnn(options.filters, size).to(options.device)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, betas=(0.92, 0.999), eps=1e-7)
    images = torch.rand(batch, 3, size, size, device=options.device)
    labels = torch.randint(0, 2, (batch, 1), device=options.device).float()

    def step():
        optimizer.zero_grad()
        loss = nn.functional.binary_cross_entropy_with_logits(model(images), labels) + model.penalty()
        loss.backward()
        optimizer.step()

    return step


def time_on_gpu(step, steps):
    """Milliseconds between the ends of neighbouring steps, by the GPU's clock, with the next ones queued behind."""
    marks = [torch.cuda.Event(enable_timing=True) for _ in range(steps + 1)]
    marks[0].record()
    for mark in marks[1:]:
        step()
        mark.record()
    torch.cuda.synchronize()
    return [before.elapsed_time(after) for before, after in zip(marks, marks[1:])]


def time_on_cpu(step, steps):
    times = []
    for _ in range(steps):
        began = time.perf_counter()
        step()
        times.append((time.perf_counter() - began) * 1000)
    return times


def measure(batch, tf32, options):
    torch.backends.cuda.matmul.allow_tf32 = tf32
    torch.backends.cudnn.allow_tf32 = tf32
    is_gpu = options.device == "cuda"
    step = make_step(batch, options)
    for _ in range(options.warm_up):
        step()
    if is_gpu:
        torch.cuda.synchronize()
        torch.cuda.reset_peak_memory_stats()
    times = sorted((time_on_gpu if is_gpu else time_on_cpu)(step, options.steps))
    quantile = lambda share: times[round(share * (len(times) - 1))]
    return {
        "batchSize": batch,
        "tf32": tf32,
        "msPerStep": {"median": statistics.median(times), "p10": quantile(0.1), "p90": quantile(0.9), "n": len(times)},
        "peakBytes": torch.cuda.max_memory_allocated() if is_gpu else None,
    }


def main():
    def integers(text):
        return [int(word) for word in text.split(",")]

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--filters", type=integers, default=[128, 64])
    parser.add_argument("--batch-sizes", type=integers, default=[64, 256])
    parser.add_argument("--image-size", type=int, default=64)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--warm-up", type=int, default=10)
    parser.add_argument("--device", choices=["cuda", "cpu"], default="cuda")
    options = parser.parse_args()
    # PyTorch at its best: cuDNN tries its algorithms in the warm-up and keeps the fastest.
    torch.backends.cudnn.benchmark = True
    modes = [False, True] if options.device == "cuda" else [False]
    report = {
        "torch": torch.__version__,
        "cuda": torch.version.cuda,
        "device": torch.cuda.get_device_name() if options.device == "cuda" else "cpu",
        "filters": options.filters,
        "steps": [measure(batch, tf32, options) for batch in options.batch_sizes for tf32 in modes],
    }
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
