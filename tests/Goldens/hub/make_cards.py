"""Writes cards.json: README.md files, and the metadata that the reference reads from them.

Made with huggingface_hub 2.4.0 and PyYAML: python make_cards.py
"""

import json
import os
import tempfile

import yaml
from huggingface_hub.repocard import metadata_load, metadata_save

SAVED = [
    {"license": "mit", "language": ["en", "no"], "tags": []},
    {"text": "yes", "number": "1e5", "point": "1.", "date": "2024-01-01", "empty": "", "null": "null", "tilde": "~", "dash": "- x"},
    {"a": 1, "b": -2, "c": 1.5, "d": 1e-7, "e": 1e22, "f": True, "g": None, "h": float("inf"), "i": float("nan")},
    {"multi": "line one\nline two\n", "colon": "a: b", "hash": "a # b", "quote": "it's \"quoted\"", "unicode": "\u00fc \U0001f917", "space": " x "},
    {"model-index": [{"name": "m", "results": [{"task": {"type": "text-classification"}, "metrics": [{"type": "accuracy", "value": 0.912345}]}]}]},
    {"configs": [{"config_name": "default", "data_files": [{"split": "train", "path": "data/train-*"}]}]},
    {"dataset_info": {"features": [{"name": "label", "dtype": {"class_label": {"names": {"0": "neg", "1": "pos"}}}}], "download_size": 1234}},
]
WRITTEN = [
    "a: 0x1F\nb: 017\nc: 0o17\nd: 1_000\ne: 0b101\nf: +1\ng: -0\nh: 007\ni: -0xf",
    "a: 1.\nb: .5\nc: 1e3\nd: 1.0e3\ne: 1.0e+3\nf: -.inf\ng: .NaN\nh: 1_0.5",
    "a: yes\nb: No\nc: ON\nd: off\ne: y\nf: n\ng: TRUE\nh: tRUE",
    "a: ~\nb: null\nc: Null\nd:\ne: ''\nf: \"\"",
    "a: >\n  folded\n  text\n\n  more\nb: |-\n  kept\n  lines\nc: plain\n  over lines",
    "a: {b: [1, 'x'], c: {}}\nd: []\n1: one",
    "x: &x [1, 2]\ny: *x",
    "# nothing but a remark",
    "",
]


def read(card):
    path = os.path.join(tempfile.mkdtemp(), "README.md")
    with open(path, "w", encoding="utf-8", newline="") as f:
        f.write(card)
    return metadata_load(path) or {}


def saved(data):
    path = os.path.join(tempfile.mkdtemp(), "README.md")
    metadata_save(path, data)
    with open(path, encoding="utf-8", newline="") as f:
        return f.read() + "\n# Text\n"


cards = [saved(data) for data in SAVED] + [f"---\n{text}\n---\n# Text\n" for text in WRITTEN]
cards += [card.replace("\n", "\r\n") for card in cards[:2]] + ["# no metadata\n", "---\n---\nx: 1\n---\n", "text\n---\na: 1\n---\n", "\n\n---\na: 1\n---   \ntext"]
here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "cards.json"), "w", encoding="utf-8") as f:
    json.dump([{"card": card, "metadata": read(card)} for card in cards], f, indent=1)
