"""Writes order.json: row orders of the reference's samplers, splits and shuffles.

Made with datasets 5.2.0, numpy 2.4.6, torch 2.13.0+cpu, transformers 5.23.0, accelerate 1.15.0:  python make_order.py
"""
import json, pathlib
import datasets
import numpy as np
import torch
from accelerate.data_loader import SeedableRandomSampler
from torch.utils.data import RandomSampler
from transformers.trainer_pt_utils import BatchRebalanceSampler, LengthGroupedSampler

datasets.disable_progress_bars()
out = {}


def crc(rows):  # a long order as one number
    h = 0
    for r in rows:
        h = (h * 1000003 + int(r) + 1) % (1 << 61)
    return h


out["shuffle"] = [{"n": n, "seed": s, "crc": crc(p), "first": [int(x) for x in p[:12]]}
                  for n, s in [(1, 1), (10, 42), (37, 0), (1000, 7), (70000, 123456789), (300, 2**32 + 5), (300, 2**63 - 1)]
                  for p in [datasets.Dataset.from_dict({"i": list(range(n))}).shuffle(seed=s)["i"][:]]]

splits = []
for n, kw in [(10, dict(seed=42)), (101, dict(test_size=0.2, seed=42)), (101, dict(test_size=17, seed=3)), (101, dict(train_size=0.5, seed=3)),
              (101, dict(test_size=0.3, train_size=0.3, seed=9)), (101, dict(test_size=0.3, train_size=20, seed=9)), (7, dict(train_size=3, shuffle=False)),
              (50, dict(test_size=0.1, shuffle=False))]:
    d = datasets.Dataset.from_dict({"i": list(range(n))}).train_test_split(**kw)
    splits.append({"n": n, **kw, "train": d["train"]["i"][:], "test": d["test"]["i"][:]})
out["split"] = splits

strat = []
for name, n, k, kw in [("even", 120, 3, dict(test_size=0.25, seed=42)), ("many", 1003, 17, dict(test_size=0.2, seed=7)), ("ties", 40, 4, dict(test_size=10, train_size=22, seed=1)),
                       ("unequal", 500, 5, dict(test_size=33, seed=5))]:
    rng = np.random.default_rng(1)
    y = [i % k for i in range(n)] if name in ("even", "ties") else [int(v) for v in np.minimum((rng.random(n) ** 2 * k).astype(int), k - 1)]
    d = datasets.Dataset.from_dict({"i": list(range(n)), "label": y}).cast_column("label", datasets.ClassLabel(num_classes=k)).train_test_split(stratify_by_column="label", **kw)
    strat.append({"name": name, "labels": y, "classes": k, **kw, "train": d["train"]["i"][:], "test": d["test"]["i"][:]})
out["stratified"] = strat

seedable = []
for n, seed in [(10, 42), (257, 7)]:
    torch.manual_seed(1)
    before = torch.get_rng_state()
    s = SeedableRandomSampler(range(n), data_seed=seed)
    passes = []
    for e in (0, 1, 5):
        s.set_epoch(e)
        passes.append(list(s))
    passes.append(list(s))  # counts on by itself
    assert torch.equal(before, torch.get_rng_state())
    seedable.append({"n": n, "seed": seed, "epochs": [0, 1, 5, None], "orders": passes})
out["seedable"] = seedable

torch.manual_seed(42)
plain = {"orders": [list(RandomSampler(range(11))), list(RandomSampler(range(11)))]}
g = torch.Generator().manual_seed(3)
plain["own"] = [list(RandomSampler(range(9), generator=g)), list(RandomSampler(range(9), num_samples=22, generator=g))]
plain["replacement"] = list(RandomSampler(range(9), replacement=True, num_samples=70, generator=g))
plain["next"] = torch.randint(0, 1000, (3,), generator=g).tolist()
out["random"] = plain

rng = np.random.default_rng(5)
lengths = [int(x) for x in np.clip(rng.lognormal(3.4, 0.7, 700), 3, 512)]
torch.manual_seed(42)
out["lengths"] = lengths
out["grouped"] = [{"n": n, "bs": bs, "orders": [list(s), list(s)]} for n, bs in [(700, 8), (700, 2), (30, 16), (5, 3)] for s in [LengthGroupedSampler(bs, lengths=lengths[:n])]]
out["grouped_next"] = int(torch.empty((), dtype=torch.int64).random_())
ev = LengthGroupedSampler(8, lengths=lengths[:100], generator=torch.Generator().manual_seed(42))
out["grouped_eval"] = list(ev)

rebalance = []
for n, ebs, ga, drop, shuffle in [(700, 32, 4, True, True), (700, 32, 4, False, True), (699, 64, 2, False, True), (66, 32, 8, False, False), (35, 32, 8, False, True), (700, 8, 1, False, True), (40, 10, 10, True, True)]:
    s = BatchRebalanceSampler(lengths[:n], ebs, dp_size=1, grad_accum=ga, drop_last=drop, shuffle=shuffle)
    passes = []
    for e in (0, 2):
        s.set_epoch(e)
        batches = list(s)
        assert len(batches) == len(s)
        passes.append({"epoch": e, "sizes": [len(b) for b in batches], "crc": crc([i for b in batches for i in b]), "first": batches[0]})
    rebalance.append({"n": n, "effective": ebs, "accum": ga, "drop": drop, "shuffle": shuffle, "passes": passes})
out["rebalance"] = rebalance

# Who draws what when: the collator and the training step each draw from the default generator.
from accelerate import Accelerator
from accelerate.utils import DataLoaderConfiguration
from torch.utils.data import DataLoader, SequentialSampler


def draw():
    return int(torch.empty((), dtype=torch.int64).random_())


accelerator = Accelerator(cpu=True, dataloader_config=DataLoaderConfiguration(use_seedable_sampler=True))
timeline = []
for kind, n, bs, drop, skip in [("random", 11, 4, False, 0), ("random", 12, 4, False, 0), ("grouped", 11, 4, False, 0), ("sequential", 10, 4, True, 0), ("random", 13, 3, False, 2)]:
    torch.manual_seed(42)
    sampler = {"random": RandomSampler, "sequential": SequentialSampler}.get(kind, lambda d: LengthGroupedSampler(4, lengths=lengths[:n]))(range(n))
    loader = accelerator.prepare(DataLoader(range(n), batch_size=bs, sampler=sampler, drop_last=drop, collate_fn=lambda rows: (list(rows), draw())))
    passes = []
    for e in (0, 1):
        loader.set_epoch(e)
        from accelerate import skip_first_batches
        it = skip_first_batches(loader, skip) if skip and e == 0 else loader
        if skip and e == 0: it.set_epoch(e)
        passes.append([{"rows": rows, "collator": c, "step": draw()} for rows, c in it])
    timeline.append({"sampler": kind, "n": n, "batch": bs, "drop": drop, "skip": skip, "passes": passes})
out["timeline"] = timeline

pathlib.Path(__file__).with_name("order.json").write_text(json.dumps(out, separators=(",", ":")) + "\n")
