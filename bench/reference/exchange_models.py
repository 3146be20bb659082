"""Hands models of every family over between the reference and this program, in both directions.

    python exchange_models.py make OUT          models with random weights in each form of file, inputs, and the reference's logits
    FineTune.Parity models OUT                  loads each, compares logits, saves it again, whole and in shards
    python exchange_models.py check OUT         loads what was saved, compares logits

Configurations are those of tests/Goldens/families/families.json, small and wide. Forms: model.safetensors, pytorch_model.bin, shards of both, float16.
Made for transformers 5.23.0, torch 2.13.0 (CPU).
"""
import json
import os
import sys

import torch
from transformers import AutoConfig, AutoModelForSequenceClassification, logging, set_seed

logging.set_verbosity_error()
FAMILIES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tests", "Goldens", "families", "families.json")
ALLOWED = 2e-5


def write_bin(model, folder, shards):
    state = model.state_dict()
    model.config.save_pretrained(folder)
    if not shards:
        torch.save(state, os.path.join(folder, "pytorch_model.bin"))
        return
    names, index = list(state), {}
    for i in range(2):
        file = f"pytorch_model-0000{i + 1}-of-00002.bin"
        part = {name: state[name] for name in names[i::2]}
        torch.save(part, os.path.join(folder, file))
        index.update({name: file for name in part})
    with open(os.path.join(folder, "pytorch_model.bin.index.json"), "w") as out:
        json.dump({"metadata": {}, "weight_map": index}, out)


def save(model, folder, form):
    if form.startswith("bin"):
        write_bin(model, folder, form == "bin-sharded")
    else:
        model.save_pretrained(folder, **({"max_shard_size": "4KB"} if form == "sharded" else {}))


def make(out):
    with open(FAMILIES) as file:
        cases = json.load(file)
    for number, case in enumerate(cases):
        config = json.loads(case["config"])
        config = AutoConfig.for_model(config.pop("model_type"), **config)
        set_seed(number)
        for form in ("safetensors", "sharded", "bin", "bin-sharded", "fp16"):
            model = AutoModelForSequenceClassification.from_config(config).eval()
            with torch.no_grad():
                for parameter in model.parameters():
                    parameter.add_(torch.randn_like(parameter) * 0.05)
            model = model.half() if form == "fp16" else model
            folder = os.path.join(out, f"{case['name']}-{form}")
            os.makedirs(folder, exist_ok=True)
            save(model, folder, form)
            model = load(folder)                              # halving a model halves what is not saved of it too
            length = min(17, config.max_position_embeddings - 3)
            ids = torch.randint(3, config.vocab_size, (3, length))
            mask = torch.ones_like(ids)
            mask[1, length - 4:] = 0
            ids[1, length - 4:] = config.pad_token_id or 0
            with open(os.path.join(folder, "inputs.json"), "w") as file:
                json.dump({"input_ids": ids.tolist(), "attention_mask": mask.tolist(), "logits": logits(model, ids, mask).tolist()}, file)
    print(f"{len(cases)} configurations, {5 * len(cases)} models")


def load(folder, **options):
    return AutoModelForSequenceClassification.from_pretrained(folder, dtype=torch.float32, **options)


def logits(model, ids, mask):
    with torch.no_grad():
        return model.eval()(input_ids=ids, attention_mask=mask).logits


def check(out):
    worst, count, failed = 0.0, 0, 0
    for name in sorted(os.listdir(out)):
        with open(os.path.join(out, name, "inputs.json")) as file:
            inputs = json.load(file)
        for form in ("ours", "ours-sharded"):
            model, report = load(os.path.join(out, name, form), output_loading_info=True)
            found = logits(model, torch.tensor(inputs["input_ids"]), torch.tensor(inputs["attention_mask"]))
            difference = (found - torch.tensor(inputs["logits"])).abs().max().item()
            if not difference <= ALLOWED or report["missing_keys"] or report["unexpected_keys"]:
                failed += 1
                print(f"FAIL {name} {form}: {difference:.1e}, missing {report['missing_keys']}, unexpected {report['unexpected_keys']}")
            worst, count = max(worst, difference), count + 1
    print(f"{count} models that we saved load; logits differ by {worst:.1e} at most")
    return count > 0 and failed == 0


if sys.argv[1] == "make":
    make(sys.argv[2])
else:
    sys.exit(0 if check(sys.argv[2]) else 1)
