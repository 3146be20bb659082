"""Makes optimizers.json: what the reference's optimizers do to three small tensors in twenty steps.

torch 2.13.0+cpu (AVX-512 kernels), transformers 5.23.0. Floats are base64 of little-endian float32.
Run: python make_optimizers.py, in this folder.
"""

import base64
import json

import torch
from transformers import get_scheduler
from transformers.optimization import Adafactor

SHAPES = {"short": (3, 5), "whole": (4, 8), "mixed": (37,)}
STEPS = 20
KEPT = (1, 2, 7, STEPS)


def text(tensor):
    return base64.b64encode(tensor.detach().contiguous().numpy().astype("<f4").tobytes()).decode()


def inputs():
    torch.manual_seed(7)
    start = {name: torch.randn(shape) * 0.5 for name, shape in SHAPES.items()}
    gradients = []
    for step in range(STEPS):
        scale = (0.001, 0.1, 3.0)[step % 3]
        row = {name: torch.randn(shape) * scale for name, shape in SHAPES.items()}
        row["whole"][1] = 0.0
        gradients.append(row)
    return start, gradients


def absent(step, name):
    """The mixed tensor has no gradient in these steps."""
    return name == "mixed" and step in (4, 5, 11)


START, GRADIENTS = inputs()

CASES = {
    "adamw_fused": (torch.optim.AdamW, dict(lr=1e-3, weight_decay=0.0, fused=True), {}),
    "adamw_fused_decay": (torch.optim.AdamW, dict(lr=3e-2, weight_decay=0.1, fused=True), {}),
    "adamw_fused_amsgrad": (torch.optim.AdamW, dict(lr=1e-2, weight_decay=0.01, fused=True, amsgrad=True), {}),
    "adamw_fused_betas": (torch.optim.AdamW, dict(lr=1e-2, betas=(0.4, 0.95), eps=1e-6, weight_decay=0.01, fused=True), {}),
    "adamw_fused_maximize": (torch.optim.AdamW, dict(lr=1e-2, weight_decay=0.01, fused=True, maximize=True), {}),
    "adamw": (torch.optim.AdamW, dict(lr=1e-3, weight_decay=0.0), {}),
    "adamw_decay": (torch.optim.AdamW, dict(lr=3e-2, weight_decay=0.1), {}),
    "adamw_amsgrad": (torch.optim.AdamW, dict(lr=1e-2, weight_decay=0.01, amsgrad=True), {}),
    "adamw_betas": (torch.optim.AdamW, dict(lr=1e-2, betas=(0.4, 0.95), eps=1e-6, weight_decay=0.01), {}),
    "sgd": (torch.optim.SGD, dict(lr=1e-2), {}),
    "sgd_decay": (torch.optim.SGD, dict(lr=1e-2, weight_decay=0.1), {}),
    "sgd_momentum": (torch.optim.SGD, dict(lr=1e-2, momentum=0.9, dampening=0.3, weight_decay=0.1), {}),
    "sgd_nesterov": (torch.optim.SGD, dict(lr=1e-2, momentum=0.9, nesterov=True), {}),
    "adagrad": (torch.optim.Adagrad, dict(lr=1e-2), {}),
    "adagrad_decay": (torch.optim.Adagrad, dict(lr=1e-1, lr_decay=0.05, weight_decay=0.1, eps=1e-6), {}),
    "rmsprop": (torch.optim.RMSprop, dict(lr=1e-3), {}),
    "rmsprop_momentum": (torch.optim.RMSprop, dict(lr=1e-3, alpha=0.9, momentum=0.8, weight_decay=0.1), {}),
    "rmsprop_centered": (torch.optim.RMSprop, dict(lr=1e-3, momentum=0.5, centered=True, eps=1e-5), {}),
    "rmsprop_centered_plain": (torch.optim.RMSprop, dict(lr=1e-3, centered=True), {}),
    "adafactor": (Adafactor, dict(lr=1e-2, scale_parameter=False, relative_step=False), {}),
    "adafactor_decay": (Adafactor, dict(lr=1e-2, scale_parameter=False, relative_step=False, weight_decay=0.1), {}),
    "adafactor_beta1": (Adafactor, dict(lr=1e-2, scale_parameter=True, relative_step=False, beta1=0.9), {}),
    "adafactor_relative": (Adafactor, dict(lr=None, warmup_init=True), {"schedule": False}),
}


def value(item):
    if isinstance(item, torch.Tensor):
        return {"shape": list(item.shape), "data": text(item)}
    return item


def run(kind, settings, extra):
    tensors = {name: torch.nn.Parameter(t.clone()) for name, t in START.items()}
    optimizer = kind(list(tensors.values()), **settings)
    schedule = extra.get("schedule", True)
    scheduler = get_scheduler("linear", optimizer, num_warmup_steps=3, num_training_steps=STEPS + 5) if schedule else None
    kept = {}
    for step in range(STEPS):
        for name, tensor in tensors.items():
            tensor.grad = None if absent(step, name) else GRADIENTS[step][name].clone()
        optimizer.step()
        if scheduler:
            scheduler.step()
        if step + 1 in KEPT:
            kept[step + 1] = {name: text(tensor) for name, tensor in tensors.items()}
    saved = optimizer.state_dict()
    state = {str(i): {key: value(item) for key, item in entry.items()} for i, entry in saved["state"].items()}
    return {"steps": kept, "state": state, "param_groups": saved["param_groups"]}


def main():
    document = {
        "torch": torch.__version__,
        "shapes": {name: list(shape) for name, shape in SHAPES.items()},
        "start": {name: text(t) for name, t in START.items()},
        "gradients": [
            {name: None if absent(step, name) else text(t) for name, t in row.items()} for step, row in enumerate(GRADIENTS)
        ],
        "cases": {name: run(*case) for name, case in CASES.items()},
    }
    with open("optimizers.json", "w") as file:
        json.dump(document, file, indent=0)


main()
