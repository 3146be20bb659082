"""Makes schedules.json: the learning rates of every schedule of the reference, after each step, and their saved states.

torch 2.13.0+cpu, transformers 5.23.0. Doubles are written with all their digits (repr).
Run: python make_schedules.py, in this folder.
"""

import itertools
import json
import math

import torch
import transformers
from transformers import get_scheduler

LRS = (5e-5, 0.0123)


def optimizer():
    first, second = torch.nn.Parameter(torch.zeros(2)), torch.nn.Parameter(torch.zeros(2))
    return torch.optim.SGD([{"params": [first]}, {"params": [second], "lr": LRS[1]}], lr=LRS[0])


def clean(value):
    """JSON has no infinities."""
    if isinstance(value, dict):
        return {key: clean(item) for key, item in value.items()}
    if isinstance(value, list):
        return [clean(item) for item in value]
    if isinstance(value, float) and math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return value


def stepped(name, warmup, total, kwargs):
    one = optimizer()
    schedule = get_scheduler(name, one, warmup, total, kwargs or None)
    rates = []
    for _ in range(total + 4):
        rates.append(one.param_groups[0]["lr"])
        one.step()
        schedule.step()
    return {
        "name": name, "warmup": warmup, "total": total, "kwargs": kwargs, "rates": rates,
        "second": one.param_groups[1]["lr"], "state": clean(schedule.state_dict()),
    }


def measured(name, metrics, kwargs):
    one = optimizer()
    schedule = get_scheduler(name, one, scheduler_specific_kwargs=kwargs)
    rates = []
    for metric in metrics:
        schedule.step(metric)
        rates.append([group["lr"] for group in one.param_groups])
    return {"name": name, "metrics": metrics, "kwargs": kwargs, "rates": rates, "state": clean(schedule.state_dict())}


SPANS = ((0, 12), (3, 17), (5, 5), (10, 7), (1, 1))

FORMULAS = {
    "linear": [{}],
    "constant": [{}],
    "constant_with_warmup": [{}],
    "cosine": [{}, {"num_cycles": 1.3}],
    "cosine_with_restarts": [{}, {"num_cycles": 3}],
    "polynomial": [{}, {"lr_end": 1e-6, "power": 2.5}, {"power": 0.5}],
    "inverse_sqrt": [{}, {"timescale": 40}],
    "cosine_with_min_lr": [{"min_lr": 1e-6}, {"min_lr_rate": 0.1, "num_cycles": 0.9}],
    "cosine_warmup_with_min_lr": [{"min_lr_rate": 0.1}, {"min_lr": 3e-6, "warmup_lr_rate": 0.2, "num_cycles": 0.7}],
    "warmup_stable_decay": [
        {"num_decay_steps": 4},
        {"num_decay_steps": 5, "num_stable_steps": 3, "warmup_type": "cosine", "decay_type": "linear", "min_lr_ratio": 0.1},
        {"num_decay_steps": 6, "warmup_type": "1-sqrt", "decay_type": "1-sqrt", "min_lr_ratio": 0.2},
        {"num_decay_steps": 6, "decay_type": "cosine", "num_cycles": 0.8, "min_lr_ratio": 0.05},
    ],
}


def metrics():
    """Better, better, flat, worse, better, noisy, flat."""
    fall = [1.0 / (1 + 0.3 * i) for i in range(8)]
    flat = [fall[-1]] * 9
    worse = [fall[-1] + 0.01 * i for i in range(6)]
    noise = [0.3 + 0.05 * math.sin(7.0 * i) for i in range(12)]
    return fall + flat + worse + noise + [0.29] * 10


MEASURED = {
    "reduce_lr_on_plateau": [
        {},
        {"patience": 2},
        {"patience": 1, "factor": 0.5, "cooldown": 2, "min_lr": 1e-5},
        {"mode": "max", "patience": 0, "threshold": 0.01, "threshold_mode": "abs", "min_lr": [1e-6, 1e-3]},
        {"mode": "max", "patience": 2, "threshold": 0.05},
        {"mode": "min", "patience": 2, "threshold": 0.02, "threshold_mode": "abs", "eps": 1e-5},
    ],
    "greedy": [
        {},
        {"patience": 1, "min_lr": 1e-6, "factor": 0.7, "max_lr": 0.02},
        {"patience": 0, "min_lr": [1e-5, 1e-3], "cooldown": 1, "warmup": 2, "mode": "max", "threshold_mode": "rel"},
        {"patience": 1, "min_lr": 4e-5, "factor": 0.5, "reset_start": 2, "smooth": True, "window_size": 3},
        {"patience": 0, "min_lr": 1e-7, "threshold": 0.01, "eps": 1e-6, "max_lr": [1e-4, 0.5]},
    ],
}


def fits(name, warmup, total, kwargs):
    """The reference divides by zero where the polynomial's decay has no steps."""
    return not (name == "polynomial" and warmup == total)


def main():
    document = {
        "torch": torch.__version__, "transformers": transformers.__version__, "lrs": LRS,
        "formulas": [
            stepped(name, warmup, total, kwargs)
            for name, settings in FORMULAS.items()
            for kwargs, (warmup, total) in itertools.product(settings, SPANS)
            if fits(name, warmup, total, kwargs)
        ],
        "measured": [measured(name, metrics(), kwargs) for name, settings in MEASURED.items() for kwargs in settings],
    }
    with open("schedules.json", "w") as file:
        json.dump(document, file)


main()
