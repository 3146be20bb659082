"""Writes collate.json: batches that the reference's collators make of small examples.

Made with transformers 5.23.0, torch 2.13.0+cpu:  python make_collate.py
"""
import json, pathlib, tempfile
import torch
from transformers import BertTokenizer, DataCollatorWithPadding, default_data_collator

VOCAB = ["[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]", "hello", "world"]


def tensors(batch):
    return [[k, {"dtype": str(v.dtype), "shape": list(v.shape), "data": v.flatten().tolist()}] for k, v in batch.items()]


def tokenizer(side="right", names=None, max_length=None):
    with tempfile.TemporaryDirectory() as d:
        pathlib.Path(d, "vocab.txt").write_text("\n".join(VOCAB) + "\n")
        config = {"tokenizer_class": "BertTokenizer", "padding_side": side}
        if names: config["model_input_names"] = names
        if max_length: config["model_max_length"] = max_length
        pathlib.Path(d, "tokenizer_config.json").write_text(json.dumps(config))
        return BertTokenizer.from_pretrained(d), config


A = {"input_ids": [1, 5, 2], "token_type_ids": [0, 0, 1], "attention_mask": [1, 1, 1]}
B = {"input_ids": [1, 5, 6, 5, 2], "token_type_ids": [0, 0, 0, 1, 1], "attention_mask": [1, 1, 1, 1, 0]}
C = {"input_ids": [1, 2], "token_type_ids": [0, 0], "attention_mask": [1, 1]}
cases = []


def case(name, examples, tok={}, **kw):
    t, config = tokenizer(**tok)
    item = {"name": name, "config": config, "examples": examples, "args": kw}
    try:
        item["batch"] = tensors(DataCollatorWithPadding(t, **kw)([dict(e) for e in examples]))
    except Exception as e:
        item["error"] = type(e).__name__
    cases.append(item)


case("longest", [A, B, C])
case("labels", [{**A, "label": 1}, {**B, "label": 0}])
case("labels in the middle", [{"label": 1, **A}, {"label": 0, **B}])
case("float labels", [{**A, "labels": 0.5}, {**B, "labels": 2.0}])
case("label and label_ids", [{**A, "label": 1, "label_ids": 5}, {**B, "label": 0, "label_ids": 6}])
case("label_ids lists", [{**A, "label_ids": [0.0, 1.0]}, {**B, "label_ids": [1.0, 1.0]}])
case("multiple of 4", [A, B, C], pad_to_multiple_of=4)
case("max_length", [A, B, C], padding="max_length", max_length=7)
case("max_length and multiple", [A, B, C], padding="max_length", max_length=7, pad_to_multiple_of=8)
case("max_length of the model", [A, C], tok=dict(max_length=6), padding="max_length")
case("max_length unknown", [A, A], padding="max_length")
case("max_length unknown, ragged", [A, B], padding="max_length")
case("max_length too small", [A, B], padding="max_length", max_length=4)
case("max_length too small for all alike", [B, B], padding="max_length", max_length=4)
case("not at all", [A, A], padding=False)
case("not at all, ragged", [A, B], padding=False)
case("left", [{**A, "special_tokens_mask": [1, 0, 1]}, {**B, "special_tokens_mask": [1, 0, 0, 0, 1]}], tok=dict(side="left"))
case("right with special_tokens_mask", [{**A, "special_tokens_mask": [1, 0, 1]}, {**B, "special_tokens_mask": [1, 0, 0, 0, 1]}])
case("mask made", [{"input_ids": A["input_ids"]}, {"input_ids": B["input_ids"], "label": 1}])
case("mask made last", [{"input_ids": A["input_ids"], "label": 1}, {"input_ids": B["input_ids"], "label": 0}])
case("mask not listed", [{"input_ids": A["input_ids"]}, {"input_ids": B["input_ids"]}], tok=dict(names=["input_ids"]))
case("mask not listed but there", [A, B], tok=dict(names=["input_ids"]))
case("other scalars", [{**A, "weight": 0.5, "flag": True, "n": 3}, {**B, "weight": 1, "flag": False, "n": 4}])
case("other lists", [{**A, "x": [1, 2]}, {**B, "x": [3, 4]}])
case("other lists, ragged", [{**A, "x": [1, 2]}, {**B, "x": [3]}])
case("text", [{**A, "text": "a"}, {**B, "text": "b"}])
case("null", [{**A, "n": None}, {**B, "n": 1}])
case("no input_ids", [{"ids": [1]}])
case("key missing later", [{**A, "label": 1}, B])
case("long lists", [{"input_ids": [1, 5, 2]}, {"input_ids": []}])

default = []


def plain(name, examples):
    item = {"name": name, "examples": examples}
    try:
        item["batch"] = tensors(default_data_collator([dict(e) for e in examples]))
    except Exception as e:
        item["error"] = type(e).__name__
    default.append(item)


plain("label", [{"input_ids": [1, 2], "label": 1}, {"input_ids": [3, 4], "label": 0}])
plain("float label", [{"x": [0.5, 1.5], "label": 0.25}, {"x": [1, 2], "label": 1}])
plain("bool label", [{"label": True}, {"label": False}])
plain("label_ids", [{"label_ids": [1, 0], "x": 1}, {"label_ids": [0, 0], "x": 2}])
plain("float label_ids", [{"label_ids": [1.0, 0.0], "x": 1}, {"label_ids": [0.0, 0.5], "x": 2}])
plain("null label", [{"label": None, "x": 1}, {"label": None, "x": 2}])
plain("label null, label_ids not", [{"label": None, "label_ids": [3]}, {"label": None, "label_ids": [4]}])
plain("texts and nulls left out", [{"text": "a", "n": None, "x": 1.5}, {"text": "b", "n": None, "x": 2}])
plain("nested", [{"x": [[1, 2], [3, 4]]}, {"x": [[5, 6], [7, 8]]}])
plain("nested floats", [{"x": [[1, 2], [3, 4]]}, {"x": [[5, 6], [7, 8.5]]}])
plain("ragged", [{"x": [1, 2]}, {"x": [1]}])
plain("ragged inside", [{"x": [[1, 2], [3]]}, {"x": [[1, 2], [3]]}])
plain("texts inside", [{"x": ["a"]}, {"x": ["b"]}])
plain("missing key", [{"x": 1}, {"y": 1}])
plain("null later", [{"x": 1}, {"x": None}])
plain("labels too", [{"label": 1, "labels": 5}, {"label": 0, "labels": 6}])

out = {"vocab": VOCAB, "padding": cases, "default": default}
pathlib.Path(__file__).with_name("collate.json").write_text(json.dumps(out, separators=(",", ":")) + "\n")
for c in cases + default:
    print(c["name"], "|", c.get("error") or [(k, v["dtype"], v["shape"]) for k, v in c["batch"]])
