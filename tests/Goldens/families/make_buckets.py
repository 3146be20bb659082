"""Makes buckets.json: the buckets DeBERTa-v2 gives distances, for numbers of buckets and greatest positions; and bias-buckets.json: those MPNet gives them.

Reference: transformers 5.23.0, torch 2.13.0 (CPU). Run with its Python from this folder: python make_buckets.py
"""
import json
import torch
from transformers.models.deberta_v2.modeling_deberta_v2 import make_log_bucket_position
from transformers.models.mpnet.modeling_mpnet import MPNetEncoder

CASES = [(256, 512), (512, 512), (32, 200), (6, 20), (4, 12), (64, 1024), (128, 512), (50, 777), (256, 4096), (2, 100)]
FARTHEST = 100_000


def starts_of(found):
    """Where a new bucket begins."""
    return [i for i in range(len(found)) if i == 0 or found[i] != found[i - 1]]


made = []
for buckets, positions in CASES:
    found = make_log_bucket_position(torch.arange(-positions + 1, positions), buckets, positions).long().tolist()
    assert found == [-bucket for bucket in reversed(found)]
    found = found[positions - 1:]
    # Distances from 0 on.
    starts = starts_of(found)
    made.append({"buckets": buckets, "positions": positions, "starts": starts, "values": [found[i] for i in starts]})
with open("buckets.json", "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in made) + "\n]\n")

# How far a query is behind a key, from the least on; the reference asks for the opposite.
distances = torch.arange(-FARTHEST, FARTHEST + 1)
found = MPNetEncoder.relative_position_bucket(-distances).tolist()
starts = starts_of(found)
with open("bias-buckets.json", "w") as file:
    bias = {"farthest": FARTHEST, "starts": [i - FARTHEST for i in starts], "values": [found[i] for i in starts]}
    file.write(json.dumps(bias, separators=(",", ":")) + "\n")
