"""Writes saved/: data sets as the reference's save_to_disk leaves them.

Made with datasets 5.2.0: python make_saved.py
"""

import datasets as ds
import datetime
import os
import shutil

HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = os.path.join(HERE, "saved")
ds.disable_progress_bars()
shutil.rmtree(TARGET, ignore_errors=True)

features = ds.Features(
    {
        "text": ds.Value("string"),
        "label": ds.ClassLabel(names=["neg", "pos"]),
        "ids": ds.List(ds.Value("int32")),
        "score": ds.Value("float32"),
        "when": ds.Value("timestamp[s]"),
        "pair": {"en": ds.Value("string"), "n": ds.Value("int8")},
        "sizes": ds.List(ds.Value("int64"), length=2),
    }
)
count = 11
rows = {
    "text": [None if i == 3 else f"row {i} é" for i in range(count)],
    "label": [i % 2 for i in range(count)],
    "ids": [list(range(i % 4)) for i in range(count)],
    "score": [i / 4 for i in range(count)],
    "when": [datetime.datetime(2024, 1, 1 + i) for i in range(count)],
    "pair": [{"en": str(i), "n": i} for i in range(count)],
    "sizes": [[i, -i] for i in range(count)],
}
data = ds.Dataset.from_dict(rows, features=features)
data.save_to_disk(os.path.join(TARGET, "shards"), num_shards=3)
data.shuffle(seed=1).select(range(5)).with_format(None, columns=["text", "label"]).save_to_disk(os.path.join(TARGET, "chosen"))
ds.DatasetDict({"train": data.select(range(8)), "test": data.select(range(8, 11))}).save_to_disk(os.path.join(TARGET, "splits"))
