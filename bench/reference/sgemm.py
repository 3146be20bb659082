"""The reference's matrix product at BERT's shapes: prints the mean of the best GFLOP/s of each shape (torch 2.13)."""
import time

import torch

torch.manual_seed(0)
rates = []
for outputs, inputs in [(384, 384), (1536, 384), (384, 1536), (768, 768), (3072, 768), (768, 3072)]:
    for tokens in (512, 1024):
        x, w = torch.randn(tokens, inputs), torch.randn(outputs, inputs)
        operations = 2 * tokens * outputs * inputs
        best = 0
        for _ in range(12):
            repeats = max(1, int(3e8 / operations))
            start = time.perf_counter()
            for _ in range(repeats):
                torch.nn.functional.linear(x, w)
            best = max(best, operations * repeats / (time.perf_counter() - start) / 1e9)
        rates.append(best)
print(sum(rates) / len(rates))
