"""Writes rules.json: the metrics a fine-tuning run reports, computed with numpy and pandas as the reference's scripts do.

Made with numpy 2.4.6, pandas 3.1.1:  python make_rules.py
"""
import json, pathlib
import numpy as np
import pandas

rng = np.random.default_rng(11)
out = {"single": [], "multi": [], "regression": []}


def num(x):
    x = float(x)
    return x if x == x else "nan"


def f32(a):  # the shortest text that is the same float32
    return [num(str(v)) for v in np.asarray(a, dtype=np.float32).ravel()]


for name, n, c in [("two", 57, 2), ("two, one never said", 20, 2), ("three", 101, 3), ("many", 300, 23), ("few rows, many labels", 7, 40), ("one row", 1, 2)]:
    logits = np.round(rng.standard_normal((n, c)) * 2, 1).astype(np.float32)
    labels = rng.integers(0, c, n)
    if name == "two, one never said":
        logits[:, 0] += 100
    y, t = logits.argmax(-1), labels
    per = [2 * ((y == k) & (t == k)).sum() / max(1, (y == k).sum() + (t == k).sum()) for k in range(c) if (y == k).any() or (t == k).any()]
    f1 = 2 * (y * t).sum() / max(1, y.sum() + t.sum()) if c == 2 else np.mean(per)
    out["single"].append({"name": name, "classes": c, "logits": f32(logits), "labels": labels.tolist(), "accuracy": num((y == t).mean()), "f1": num(f1)})

for name, n, c in [("five", 64, 5), ("one", 30, 1), ("none right", 4, 3)]:
    logits = np.round(rng.standard_normal((n, c)), 1).astype(np.float32)
    labels = (rng.random((n, c)) < 0.4).astype(np.float32)
    if name == "none right":
        logits, labels = np.full((n, c), -1, np.float32), np.zeros((n, c), np.float32)
    y, t = (logits > 0).astype(int), labels.astype(int)
    out["multi"].append({"name": name, "classes": c, "logits": f32(logits), "labels": f32(labels),
                         "f1_micro": num(2 * (y * t).sum() / max(1, y.sum() + t.sum())), "accuracy": num((y == t).all(-1).mean())})

for name, n in [("plain", 40), ("long", 1000), ("with ties", 200), ("nan", 60), ("constant", 12), ("two rows", 2), ("one row", 1)]:
    x = (rng.standard_normal(n) * 1.5 + 2).astype(np.float32)
    y = (x + rng.standard_normal(n)).astype(np.float32)
    if name == "with ties":
        x, y = np.round(x, 0).astype(np.float32), np.round(y * 4, 0).astype(np.float32) / 4
    if name == "nan":
        x[[3, 9]] = np.nan
        y[[9, 20]] = np.nan
    if name == "constant":
        x[:] = 1.5
    a, b = pandas.Series(x), pandas.Series(y)
    out["regression"].append({"name": name, "logits": f32(x), "labels": f32(y), "mse": num(((a - b) ** 2).mean()),
                              "pearson": num(a.corr(b)), "spearmanr": num(a.rank().corr(b.rank()))})
pathlib.Path(__file__).with_name("rules.json").write_text(json.dumps(out, separators=(",", ":")) + "\n")
