"""Writes features.json: descriptions of columns in the reference's JSON and YAML forms, and what it makes of older forms.

Made with datasets 5.2.0 and PyYAML: python make_features.py
"""

import datasets as ds
import json
import os

import yaml

COLUMNS = {
    "text": ds.Value("string"),
    "label": ds.ClassLabel(names=["neg", "no", "5 stars", "with: colon"]),
    "large": ds.Value("large_string"),
    "ids": ds.List(ds.Value("int32")),
    "three": ds.List(ds.Value("int32"), length=3),
    "many": ds.LargeList(ds.Value("int64")),
    "nested": {"a": ds.Value("string"), "b": ds.List(ds.Value("float32"))},
    "objects": ds.List({"a": ds.Value("string"), "b": ds.Value("float32")}),
    "lists": ds.Sequence({"a": ds.Value("string"), "b": ds.Value("float32")}),
    "deep": ds.List(ds.List(ds.Value("int8"))),
    "tags": ds.List(ds.ClassLabel(names=["A", "B"])),
    "when": ds.Value("timestamp[us, tz=UTC]"),
    "price": ds.Value("decimal128(10, 2)"),
    "bytes": ds.Value("binary"),
    "key": ds.Value("fixed_size_binary[4]"),
    "day": ds.Value("date32"),
    "time": ds.Value("time64[us]"),
    "wait": ds.Value("duration[ms]"),
    "nothing": ds.Value("null"),
    "half": ds.Value("float16"),
    "picture": ds.Image(),
    "pair": ds.Translation(languages=["en", "fr"]),
    "matrix": ds.Array2D(shape=(2, 3), dtype="float32"),
    "free": ds.features.Json(),
    "yes": ds.features.BioSequence(),
}

OLD_JSON = [
    {"x": {"feature": {"dtype": "int32", "id": None, "_type": "Value"}, "length": -1, "id": None, "_type": "Sequence"}},
    {"x": {"feature": {"a": {"dtype": "int32", "_type": "Value"}}, "_type": "Sequence"}},
    {"x": [{"dtype": "int32", "_type": "Value"}]},
    {"x": {"num_classes": 2, "names": ["a", "b"], "id": None, "_type": "ClassLabel"}},
    {"x": {"dtype": "double", "_type": "Value"}},
    {"_type": {"dtype": "string", "_type": "Value"}, "y": {"_type": {"dtype": "bool", "_type": "Value"}}},
]

OLD_YAML = [
    "- name: x\n  sequence: string",
    "- name: x\n  sequence:\n  - name: a\n    dtype: string",
    "- name: x\n  list:\n  - name: a\n    dtype: string",
    "- name: x\n  dtype:\n    class_label:\n      names: [a, b]",
    "- name: x\n  dtype:\n    class_label:\n      names:\n        0: a\n        1: b",
    "- name: x\n  sequence:\n    class_label:\n      names:\n        '0': a",
    "- name: x\n  sequence:\n    sequence: int32",
    "- name: x\n  sequence: int32\n  length: 3",
    "- name: x\n  sequence:\n    dtype: int32",
    "- name: x\n  dtype:\n    list: int32",
    "- name: x\n  struct: []",
]

features = ds.Features(COLUMNS)
data = {
    "json": features.to_dict(),
    "yaml": yaml.safe_dump(features._to_yaml_list(), sort_keys=False),
    "old_json": [{"from": old, "to": ds.Features.from_dict(old).to_dict()} for old in OLD_JSON],
    "old_yaml": [{"from": old, "to": ds.Features._from_yaml_list(yaml.safe_load(old)).to_dict()} for old in OLD_YAML],
}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "features.json"), "w") as file:
    json.dump(data, file, indent=1)
    file.write("\n")
