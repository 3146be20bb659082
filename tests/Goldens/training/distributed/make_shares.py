"""Which rows each of several processes sees, taken from accelerate's and transformers' own samplers.

Made with transformers 5.23.0, accelerate 1.15, torch 2.13.0 (CPU):  python make_shares.py > shares.json
Every case is [rows, batch, size, drop_last, even, split, rows of each process, batch by batch], the order being 0, 1, 2, ...
"""
import itertools
import json
import random

import torch
from accelerate.data_loader import BatchSamplerShard, IterableDatasetShard
from transformers.trainer_pt_utils import BatchRebalanceSampler


class Stream(torch.utils.data.IterableDataset):
    def __init__(self, n): self.n = n
    def __iter__(self): return iter(range(self.n))


def batches(n, batch, size, rank, drop, even, split):
    sampler = torch.utils.data.BatchSampler(range(n), batch_size=batch, drop_last=drop)
    return list(BatchSamplerShard(sampler, size, rank, split_batches=split, even_batches=even))


def streamed(n, batch, size, rank, drop):
    rows = list(IterableDatasetShard(Stream(n), batch_size=batch, drop_last=drop, num_processes=size, process_index=rank))
    return [rows[i:i + batch] for i in range(0, len(rows), batch)]


indexed = []
for n, batch, size, drop in itertools.product([1, 3, 4, 7, 8, 10, 13, 24, 61], [1, 2, 4, 5], [2, 3, 4], [False, True]):
    indexed.append([n, batch, size, drop, True, False, [batches(n, batch, size, r, drop, True, False) for r in range(size)]])
    if n >= batch * size:
        indexed.append([n, batch, size, False, False, False, [batches(n, batch, size, r, False, False, False) for r in range(size)]])
    if batch % size == 0 and n >= batch:
        indexed.append([n, batch, size, drop, True, True, [batches(n, batch, size, r, drop, True, True) for r in range(size)]])
streams = [[n, batch, size, drop, [streamed(n, batch, size, r, drop) for r in range(size)]]
           for n, batch, size, drop in itertools.product([1, 3, 7, 8, 10, 24], [1, 2, 4], [2, 3], [False, True])]
lengths = [3 + (i * i * 7) % 23 + (60 if i % 11 == 0 else 0) for i in range(47)]
rebalanced = [[batch, steps, size, drop, epoch, [each(batch, steps, size, r, drop, epoch) for r in range(size)]]
              for each in [lambda b, a, s, r, d, e: (lambda x: (x.set_epoch(e), list(x))[1])(
                  BatchRebalanceSampler(lengths, b * a * s, s, a, rank=r, drop_last=d))]
              for batch, steps, size, drop, epoch in itertools.product([1, 2, 3, 4], [1, 2, 3], [1, 2, 3], [False, True], [0, 1])]


def uneven(seed, n, p, big):
    random.seed(seed)
    return [big + random.randrange(3) if random.random() < p else random.choice([2, 10, 40]) + random.randrange(20) for _ in range(n)]


def numbers(seed, n, below):
    random.seed(seed)
    return random.sample(range(below), n)


# Found by trial: rows that two orders of the same neighbours would deal out otherwise.
random.seed(897)
random.choice([2, 3, 4, 8]), random.choice([2, 3, 4, 5])
(big, share) = (random.choice([50, 100, 300]), random.choice([.1, .2, .3]))
found = [big + random.randrange(3) if random.random() < share else random.choice([2, 10, 40]) + random.randrange(20) for _ in range(80)]

# Jobs of more processes than a small set's table has slots: [lengths, batch, steps, processes, rows of each process].
many = [[texts, batch, steps, size, [list(BatchRebalanceSampler(texts, batch * steps * size, size, steps, rank=r, drop_last=False)) for r in range(size)]]
        for texts, batch, steps, size in [(uneven(1, 40, .2, 300), 4, 2, 5), (uneven(5, 70, .3, 300), 2, 7, 5), (uneven(2, 200, .1, 300), 4, 3, 16),
                                          (uneven(3, 128, .3, 300), 2, 4, 16), (uneven(4, 160, .2, 300), 4, 2, 20), (found, 2, 2, 20)]]
sets = [[given, list(set(given))] for given in [numbers(size + below, size, below) for size in [1, 4, 5, 6, 16, 19, 20, 40, 80] for below in [80, 100, 1000]]]
print("{" + ",\n".join(f'"{key}": [\n' + ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows) + "\n]"
                       for key, rows in [("indexed", indexed), ("streams", streams), ("lengths", [lengths]), ("rebalanced", rebalanced), ("many", many), ("sets", sets)]) + "}")
