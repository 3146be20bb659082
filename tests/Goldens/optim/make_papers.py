"""Makes papers.json: optimizers the reference takes from other packages, written here from their formulas with torch's operations.

The packages (bitsandbytes, schedulefree 1.4, torch-optimi) are not installed with the reference; each step below does the operations they do,
in their order and roundings, on the inputs of make_optimizers.py. torch 2.13.0+cpu.
Run: python make_papers.py, in this folder, after make_optimizers.py.
"""

import base64
import json
import math

import numpy as np
import torch

from_reference = json.load(open("optimizers.json"))
STEPS = len(from_reference["gradients"])
KEPT = (1, 2, 7, STEPS)


def tensor(text, name):
    return torch.from_numpy(np.frombuffer(base64.b64decode(text), "<f4").copy()).reshape(from_reference["shapes"][name])


def text(t):
    return base64.b64encode(t.contiguous().numpy().astype("<f4").tobytes()).decode()


def lr_at(step, base):
    """The linear schedule of make_optimizers.py: 3 steps up, 22 down."""
    return base * (step / 3 if step < 3 else max(0.0, (25 - step) / 22))


def lion(p, g, s, step, lr, b1=0.9, b2=0.99, wd=0.0):
    m = s.setdefault("state1", torch.zeros_like(p))
    if wd:
        p.mul_(1 - lr * wd)
    p.add_(m.mul(b1).add(g, alpha=1 - b1).sign(), alpha=-lr)
    m.mul_(b2).add_(g, alpha=1 - b2)


def ademamix(p, g, s, step, lr, b1=0.9, b2=0.999, b3=0.9999, alpha=5.0, eps=1e-8, wd=0.0, t_alpha=None, t_beta3=None):
    means = s.setdefault("state1", torch.zeros((2, *p.shape)))
    v = s.setdefault("state2", torch.zeros_like(p))
    if t_alpha:
        alpha = min(step * alpha / t_alpha, alpha)
    if t_beta3:
        l1, l3, share = math.log(b1), math.log(b3), step / t_beta3
        b3 = min(math.exp(l1 * l3 / ((1 - share) * l3 + share * l1)), b3)
    means[0].mul_(b1).add_(g, alpha=1 - b1)
    means[1].mul_(b3).add_(g, alpha=1 - b3)
    v.mul_(b2).addcmul_(g, g, value=1 - b2)
    if wd:
        p.mul_(1 - lr * wd)
    p.add_((means[0] / (1 - b1**step) + alpha * means[1]) / (v.sqrt() / math.sqrt(1 - b2**step) + eps), alpha=-lr)


class Average:
    """The weight of z in the average x after a step, for all schedule-free optimizers."""

    def __init__(self, r=0.0, power=2.0):
        self.r, self.power, self.total, self.lr_max = r, power, 0.0, -1.0

    def weight(self, step, lr):
        self.lr_max = max(lr, self.lr_max)
        weight = (step**self.r) * (self.lr_max**self.power)
        self.total += weight
        return weight / self.total if self.total else 0


def schedule_free_sgd(p, g, s, step, lr, c, momentum=0.9, wd=0.0):
    z = s.setdefault("z", p.clone())
    d = g.add(p, alpha=wd) if wd else g
    p.lerp_(z, c)
    p.add_(d, alpha=lr * (momentum * (1 - c) - 1))
    z.sub_(d, alpha=lr)


def schedule_free_adamw(p, g, s, step, lr, c, b1=0.9, b2=0.999, eps=1e-8, wd=0.0):
    z = s.setdefault("z", p.clone())
    v = s.setdefault("exp_avg_sq", torch.zeros_like(p))
    v.mul_(b2).addcmul_(g, g, value=1 - b2)
    d = g / (v.div(1 - b2**step).sqrt().add(eps))
    if wd:
        d.add_(p, alpha=wd)
    p.lerp_(z, c)
    p.add_(d, alpha=lr * (b1 * (1 - c) - 1))
    z.sub_(d, alpha=lr)


def rectified(step, b2, silent):
    last = 2 / (1 - b2) - 1
    length = last - 2 * step * b2**step / (1 - b2**step)
    if length > 4:
        return length, ((length - 4) * (length - 2) * last / ((last - 4) * (last - 2) * length)) ** 0.5
    return length, float(not silent)


def schedule_free_radam(p, g, s, step, lr, c, b1=0.9, b2=0.999, eps=1e-8, wd=0.0):
    z = s.setdefault("z", p.clone())
    v = s.setdefault("exp_avg_sq", torch.zeros_like(p))
    v.mul_(b2).addcmul_(g, g, value=1 - b2)
    d = g / (v.div(1 - b2**step).sqrt().add(eps)) if rectified(step, b2, True)[0] > 4 else g.clone()
    if wd:
        d.add_(p, alpha=wd)
    p.lerp_(z, 1 - 1 / b1)
    z.sub_(d, alpha=lr)
    p.lerp_(z, c)


def stable_adamw(p, g, s, step, lr, b1=0.9, b2=0.99, eps=1e-6, wd=0.0, max_lr=None):
    m = s.setdefault("exp_avg", torch.zeros_like(p))
    v = s.setdefault("exp_avg_sq", torch.zeros_like(p))
    h1, h2 = (b1**step - b1) / (b1**step - 1), (b2**step - b2) / (b2**step - 1)
    m.lerp_(g, weight=1 - h1)
    v.mul_(h2).addcmul_(g, g, value=1 - h2)
    rms = g.pow(2).div(v.maximum(torch.tensor(eps**2))).mean().sqrt().item()
    lr = lr / max(1, rms)
    if wd:
        p.mul_(1 - (lr / max_lr if max_lr else lr) * wd)
    p.addcdiv_(m, v.sqrt().add(eps), value=-lr)


CASES = {
    "lion": (lion, 1e-3, {}, {}),
    "lion_decay": (lion, 1e-2, dict(b1=0.95, b2=0.98, wd=0.1), {}),
    "ademamix": (ademamix, 1e-3, {}, {}),
    "ademamix_schedules": (ademamix, 1e-2, dict(wd=0.1, t_alpha=10, t_beta3=15, alpha=8.0), {}),
    "schedule_free_sgd": (schedule_free_sgd, 0.1, {}, dict(warmup=0)),
    "schedule_free_sgd_warmup": (schedule_free_sgd, 0.1, dict(momentum=0.8, wd=0.1), dict(warmup=5, r=1.0)),
    "schedule_free_adamw": (schedule_free_adamw, 1e-2, {}, dict(warmup=0)),
    "schedule_free_adamw_warmup": (schedule_free_adamw, 1e-2, dict(b1=0.8, wd=0.1), dict(warmup=5, r=0.5, power=1.0)),
    "schedule_free_radam": (schedule_free_radam, 1e-2, dict(wd=0.1), dict(radam=True)),
    "stable_adamw": (stable_adamw, 1e-2, {}, {}),
    "stable_adamw_decay": (stable_adamw, 1e-2, dict(b2=0.999, wd=0.1, max_lr=1e-2), {}),
}


def run(kind, base, settings, average):
    names = list(from_reference["start"])
    tensors = {name: tensor(from_reference["start"][name], name) for name in names}
    states = {name: {} for name in names}
    own = {name: 0 for name in names}
    per_tensor = kind in (lion, ademamix)
    mean = Average(average.get("r", 0.0), average.get("power", 2.0)) if average else None
    kept = {}
    for step in range(1, STEPS + 1):
        extra = {}
        lr = lr_at(step - 1, base)
        if average:
            warmup = average.get("warmup", 0)
            factor = rectified(step, 0.999, True)[1] if average.get("radam") else step / warmup if step - 1 < warmup else 1.0
            lr = base * factor
            extra = dict(c=mean.weight(step, lr))
        for name in names:
            gradient = from_reference["gradients"][step - 1][name]
            if gradient is None:
                continue
            own[name] += 1
            kind(tensors[name], tensor(gradient, name), states[name], own[name] if per_tensor else step, lr, **extra, **settings)
        if step in KEPT:
            kept[step] = {name: text(t) for name, t in tensors.items()}
    state = {str(i): {k: {"shape": list(t.shape), "data": text(t)} for k, t in states[n].items()} for i, n in enumerate(names)}
    result = {"steps": kept, "state": state}
    if average:
        beta = settings.get("momentum", settings.get("b1", 0.9))
        result["averaged"] = {n: text(tensors[n].lerp(states[n]["z"], 1 - 1 / beta)) for n in names}
    return result


with open("papers.json", "w") as file:
    json.dump({"torch": torch.__version__, "cases": {name: run(*case) for name, case in CASES.items()}}, file, indent=0)
