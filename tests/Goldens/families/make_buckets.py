"""Makes buckets.json: the buckets DeBERTa-v2 gives distances, for numbers of buckets and greatest positions.

Reference: transformers 5.23.0, torch 2.13.0 (CPU). Run with its Python from this folder: python make_buckets.py
"""
import json
import torch
from transformers.models.deberta_v2.modeling_deberta_v2 import make_log_bucket_position

CASES = [(256, 512), (512, 512), (32, 200), (6, 20), (4, 12), (64, 1024), (128, 512), (50, 777), (256, 4096), (2, 100)]
made = []
for buckets, positions in CASES:
    found = make_log_bucket_position(torch.arange(-positions + 1, positions), buckets, positions).long().tolist()
    assert found == [-bucket for bucket in reversed(found)]
    found = found[positions - 1:]
    # Distances from 0 on: where a new bucket begins, and which it is.
    starts = [i for i in range(len(found)) if i == 0 or found[i] != found[i - 1]]
    made.append({"buckets": buckets, "positions": positions, "starts": starts, "values": [found[i] for i in starts]})
with open("buckets.json", "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in made) + "\n]\n")
