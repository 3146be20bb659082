"""Makes clipping.json: norms of vectors of many lengths, and clip_grad_norm_ on three tensors.

torch 2.13.0+cpu. The vectors are x[i] = bits of a 32-bit linear congruential sequence (see vector()), so that only seeds are stored.
Run: python make_clipping.py, in this folder.
"""

import json
import struct

import numpy as np
import torch


def vector(length, seed, scale):
    """Values in [-scale, scale): the top 24 bits of s = 1664525*s + 1013904223 mod 2^32, exactly representable before scaling."""
    values = np.empty(length, np.float32)
    state = seed
    for i in range(length):
        state = (1664525 * state + 1013904223) & 0xFFFFFFFF
        values[i] = np.float32(((state >> 8) - (1 << 23)) / float(1 << 23)) * np.float32(scale)
    return torch.from_numpy(values)


def bits(value):
    return struct.unpack("<I", struct.pack("<f", value))[0]


def main():
    norms = []
    for length in [*range(1, 41), 100, 333, 1000, 1001, 4099, 20003]:
        for seed in (length, length + 1000):
            x = vector(length, seed, 1.0)
            norms.append([length, seed, bits(torch.linalg.vector_norm(x).item())])
    clips = []
    for max_norm in (1.0, 0.3, 1000.0):
        parameters = []
        for i, shape in enumerate([(30, 7), (129,), (64, 16)]):
            p = torch.nn.Parameter(torch.zeros(shape))
            p.grad = vector(p.numel(), 50 + i, 0.5).reshape(shape)
            parameters.append(p)
        total = torch.nn.utils.clip_grad_norm_(parameters, max_norm)
        flat = torch.cat([p.grad.flatten() for p in parameters])
        sample = [[int(i), bits(flat[i].item())] for i in range(0, flat.numel(), 37)]
        clips.append({"max_norm": max_norm, "total": bits(total.item()), "sample": sample})
    with open("clipping.json", "w") as file:
        json.dump({"torch": torch.__version__, "norms": norms, "clips": clips}, file)


main()
