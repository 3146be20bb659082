"""Condenses recorded data-parallel runs of the reference (several processes, gloo) for the tests.

Each recorded folder holds what its processes saw and logged, made with transformers 5.23.0, accelerate 1.15, torch 2.13.0 (CPU):
    python make_recorded.py RECORDED_DIR > recorded.json      (and copies its tiny model and rows)
"""
import json
import os
import shlex
import shutil
import sys

source = sys.argv[1]
CASES = ["ten-w3", "uneven-w2", "uneven-w3", "accumulation-w2", "accumulation-w3", "droplast-w2", "grouped-w2", "nodropout-w3"]


def value(text):
    try:
        return json.loads(text)
    except ValueError:
        return text


def lines(path):
    return [json.loads(line) for line in open(path)]


cases = []
for name in CASES:
    folder = os.path.join(source, name)
    words = shlex.split(open(os.path.join(folder, "command.txt")).read())
    flags = dict(zip(words[4::2], words[5::2]))
    ranks = int(words[2])
    arguments = {key[2:]: value(text) for key, text in flags.items()
                 if key not in ("--model_name_or_path", "--train_file", "--validation_file", "--record_weights", "--dropout")}
    state = json.load(open(os.path.join(folder, "trainer_state.json")))
    cases.append({
        "name": name, "ranks": ranks, "train": os.path.basename(flags["--train_file"]), "dropout": "--dropout" not in flags, "arguments": arguments,
        "rows": [[line["rows"] for line in lines(f"{folder}/losses.{rank}.jsonl")] for rank in range(ranks)],
        "losses": [[line["loss"] for line in lines(f"{folder}/losses.{rank}.jsonl")] for rank in range(ranks)],
        "random": [[[line["event"], line["step"], line["sha1"]] for line in lines(f"{folder}/rng.{rank}.jsonl")] for rank in range(ranks)],
        "log": state["log_history"], "max_steps": state["max_steps"], "flos": state["total_flos"],
    })
here = os.path.dirname(os.path.abspath(__file__))
shutil.copytree(os.path.join(source, "tiny"), os.path.join(here, "tiny"), dirs_exist_ok=True)
print("[" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "]")
