"""Writes surface.json: what the reference makes of several data sets, and the order in which it streams.

Made with datasets 5.2.0, numpy 2.4.6:  python make_surface.py
"""
import json, pathlib, tempfile, os
import datasets
from datasets import ClassLabel, Dataset, IterableDataset, concatenate_datasets, interleave_datasets, load_dataset

datasets.disable_progress_bars()
out = {}


def crc(rows):  # a long order as one number
    h = 0
    for r in rows:
        h = (h * 1000003 + int(r) + 1) % (1 << 61)
    return h


def order(rows):
    rows = [int(r) for r in rows]
    return {"count": len(rows), "crc": crc(rows), "first": rows[:20]}


def numbered(n, start=0):
    return Dataset.from_dict({"i": list(range(start, start + n))})


# Rows after rows: columns are aligned, nulls filled in.
a = Dataset.from_dict({"a": [1, 2], "b": ["x", None], "n": [None, None], "l": [[], []]})
b = Dataset.from_dict({"b": ["y"], "c": [1.5], "n": [3], "a": [None], "l": [[7, 8]]})
joined = concatenate_datasets([a, b])
out["aligned"] = {"columns": joined.column_names, "rows": joined.to_list()}
streamed = list(concatenate_datasets([a.to_iterable_dataset(), b.to_iterable_dataset()]))
out["aligned_stream"] = {"columns": list(streamed[0]), "rows": streamed}
out["beside"] = concatenate_datasets([a, Dataset.from_dict({"z": [5, 6]})], axis=1).to_list()

# Mixed rows.
mixed = []
for lengths in ([3, 4, 5], [1, 7], [400, 1500, 900]):
    sets = [numbered(n, 10_000 * k) for k, n in enumerate(lengths)]
    for p in (None, [0.7, 0.2, 0.1][:len(lengths)] if len(lengths) == 3 else [0.4, 0.6]):
        for strategy in ("first_exhausted", "all_exhausted", "all_exhausted_without_replacement"):
            for seed in ((None,) if p is None else (42, 7)):
                kw = dict(probabilities=p, seed=seed, stopping_strategy=strategy)
                mixed.append({"lengths": lengths, **kw,
                              "rows": order(interleave_datasets(sets, **kw)["i"]),
                              "stream": order(r["i"] for r in interleave_datasets([s.to_iterable_dataset() for s in sets], **kw))})
out["interleave"] = mixed

label = Dataset.from_dict({"y": [0, 2, None, 1]}).cast_column("y", ClassLabel(names=["Entailment", "neutral", "CONTRADICTION"]))
aligned = label.align_labels_with_mapping({"CONTRADICTION": 0, "Neutral": 1, "entailment": 2}, "y")
out["align_labels"] = {"names": aligned.features["y"].names, "values": aligned["y"][:]}

deep = Dataset.from_dict({"q": ["a", "b"], "s": [{"x": 1, "t": {"u": "v"}}, {"x": None, "t": {"u": None}}], "z": [1, 2]})
flat = deep.flatten()
out["flatten"] = {"columns": flat.column_names, "rows": flat.to_list()}
out["batch"] = numbered(7).batch(3).to_dict()
out["batch_drop"] = numbered(7).batch(3, drop_last_batch=True).to_dict()
added = numbered(3).select([2, 0]).add_item({"i": 9})
out["add_item"] = added["i"][:]
out["unique"] = Dataset.from_dict({"v": ["b", None, "a", "b", None]}).unique("v")
out["repeat"] = numbered(3).select([2, 0]).repeat(2)["i"][:]


# Streams: a table behind them, or code.
def rows(shards):
    for shard in shards:
        for i in range(shard, shard + 100):
            yield {"i": i}


def table(n, shards):
    return numbered(n).to_iterable_dataset(num_shards=shards)


def code(shards):
    return IterableDataset.from_generator(rows, gen_kwargs={"shards": [1000 * k for k in range(shards)]})


def even(row):
    return row["i"] % 2 == 0


def double(row):
    return {"i": row["i"] * 2}


def both(batch):
    return {"i": [v for i in batch["i"] for v in (i, i + 100_000)]}


pipelines = {
    "table": lambda: table(250, 1),
    "table shuffled": lambda: table(3000, 1).shuffle(seed=42, buffer_size=100),
    "table of shards shuffled": lambda: table(3000, 7).shuffle(seed=42, buffer_size=100),
    "table of many shards shuffled": lambda: table(3000, 23).shuffle(seed=3, buffer_size=256, max_buffer_input_shards=4),
    "table shuffled from one shard at a time": lambda: table(3000, 7).shuffle(seed=1, buffer_size=64, max_buffer_input_shards=1),
    "table shuffled by default": lambda: table(2500, 3).shuffle(seed=5),
    "odd buffer": lambda: table(500, 3).shuffle(seed=9, buffer_size=7),
    "buffer of one": lambda: table(50, 3).shuffle(seed=9, buffer_size=1),
    "code": lambda: code(3),
    "code shuffled": lambda: code(5).shuffle(seed=11, buffer_size=50),
    "mapped then shuffled": lambda: table(1000, 4).map(double).shuffle(seed=8, buffer_size=90),
    "shuffled then mapped": lambda: table(1000, 4).shuffle(seed=8, buffer_size=90).map(double),
    "filtered then shuffled": lambda: table(1000, 4).filter(even).shuffle(seed=8, buffer_size=90),
    "shuffled then filtered": lambda: table(1000, 4).shuffle(seed=8, buffer_size=90).filter(even),
    "shuffled then batched": lambda: table(1000, 4).shuffle(seed=8, buffer_size=90).map(both, batched=True, batch_size=64),
    "batched": lambda: table(1000, 4).map(both, batched=True, batch_size=64),
    "batched without the last": lambda: table(1000, 4).map(both, batched=True, batch_size=64, drop_last_batch=True),
    "selected then shuffled": lambda: table(1000, 4).select_columns(["i"]).shuffle(seed=8, buffer_size=90),
    "renamed then shuffled": lambda: table(1000, 4).rename_column("i", "j").rename_column("j", "i").shuffle(seed=8, buffer_size=90),
    "skip and take": lambda: table(1000, 4).skip(100).take(55),
    "skipped then shuffled": lambda: table(1000, 4).skip(100).shuffle(seed=2, buffer_size=30),
    "shuffled then skipped": lambda: table(1000, 4).shuffle(seed=2, buffer_size=30).skip(100).take(300),
    "taken then shuffled": lambda: table(1000, 4).take(500).shuffle(seed=2, buffer_size=30),
    "repeated": lambda: table(30, 3).repeat(3),
    "repeated then shuffled": lambda: table(300, 3).repeat(2).shuffle(seed=4, buffer_size=40),
    "shuffled twice": lambda: table(1000, 4).shuffle(seed=2, buffer_size=30).shuffle(seed=3, buffer_size=50),
    "part": lambda: table(1000, 7).shard(3, 1),
    "every third shard": lambda: table(1000, 7).shard(3, 1, contiguous=False),
    "part of skipped": lambda: table(1000, 7).skip(50).shard(3, 1),
    "concatenated then shuffled": lambda: concatenate_datasets([table(500, 3), numbered(400, 10_000).to_iterable_dataset(num_shards=2)]).shuffle(seed=6, buffer_size=60),
    "interleaved then shuffled": lambda: interleave_datasets([table(500, 3), numbered(400, 10_000).to_iterable_dataset(num_shards=2)]).shuffle(seed=6, buffer_size=60),
    "drawn then shuffled": lambda: interleave_datasets([table(500, 3), numbered(400, 10_000).to_iterable_dataset(num_shards=2)], probabilities=[0.3, 0.7], seed=12).shuffle(seed=6, buffer_size=60),
    "shuffled then drawn": lambda: interleave_datasets([table(500, 3).shuffle(seed=6, buffer_size=60), code(2)], probabilities=[0.3, 0.7], seed=12, stopping_strategy="all_exhausted"),
    "cast then shuffled": lambda: table(300, 3).cast(datasets.Features({"i": datasets.Value("string")})).shuffle(seed=1, buffer_size=20),
}
streams = {}
for name, make in pipelines.items():
    ds = make()
    orders = []
    for epoch in (0, 1, 2):
        ds.set_epoch(epoch)
        orders.append(order(r["i"] for r in ds))
    streams[name] = {"shards": ds.num_shards, "epochs": orders}
out["streams"] = streams

# Files are tables of their pieces.
with tempfile.TemporaryDirectory() as folder:
    files = []
    for k in range(3):
        files.append(os.path.join(folder, f"{k}.csv"))
        pathlib.Path(files[-1]).write_text("i\n" + "".join(f"{1000 * k + i}\n" for i in range(150)))
    shuffled = load_dataset("csv", data_files=files, split="train", streaming=True, cache_dir=folder).shuffle(seed=42, buffer_size=40)
    known = datasets.Features({"i": datasets.Value("int64")})
    out["files"] = {}
    for name, ds in [("shuffled", shuffled), ("cast", shuffled.cast(known)), ("filtered", shuffled.filter(even)), ("mapped", shuffled.map(double)),
                     ("cast and mapped", shuffled.cast(known).map(double)), ("taken", shuffled.take(50))]:
        orders = []
        for epoch in (0, 1):
            ds.set_epoch(epoch)
            orders.append(order(r["i"] for r in ds))
        out["files"][name] = {"shards": ds.num_shards, "epochs": orders}

pathlib.Path(__file__).with_name("surface.json").write_text(json.dumps(out, separators=(",", ":")) + "\n")
