"""Makes pipeline.json, and bert-tiny's tokenizer: what the reference's text-classification pipeline answers.

Reference: transformers 5.23.0, torch 2.13.0 (CPU). Run after make_models.py with its Python from this folder: python make_pipeline.py
"""
import json, os, tempfile
import torch
from transformers import AutoConfig, AutoModelForSequenceClassification, AutoTokenizer, BertTokenizer, logging, pipeline

logging.set_verbosity_error()

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "good", "bad", "film", "the", "plot", "##s", "is", "not", "very", "and", "or",
         "i", "like", "##d", "it", "we", "hate", "this", "story", "actor", ".", ",", "!", "?", "so", "long", "short", "fun", "##ny",
         "dull", "never", "ever", "again", "end"]
assert len(WORDS) == 40
with tempfile.TemporaryDirectory() as folder:
    with open(os.path.join(folder, "vocab.txt"), "w") as file:
        file.write("\n".join(WORDS) + "\n")
    tokenizer = BertTokenizer.from_pretrained(folder, model_max_length=16)
tokenizer.save_pretrained("bert-tiny")

TEXTS = ["A good film!", "The plots is not so good, and very long.", "I hated it.", "fun"]
PAIRS = [{"text": "A good film!", "text_pair": "I liked it."}, {"text": "dull", "text_pair": "never again"}]
cases = []


def case(name, config, call, inputs, **arguments):
    model = AutoModelForSequenceClassification.from_pretrained("bert-tiny", dtype=torch.float32, **config)
    run = pipeline("text-classification", model=model, tokenizer=AutoTokenizer.from_pretrained("bert-tiny"), **arguments)
    answer = run(inputs, **call)
    cases.append({"name": name, "config": json.dumps(config), "call": call, "inputs": inputs, "arguments": arguments, "answer": answer})


NAMED = {"id2label": {0: "neg", 1: "neutral", 2: "pos"}, "label2id": {"neg": 0, "neutral": 1, "pos": 2}}
case("one text", NAMED, {}, TEXTS[0])
case("several texts", NAMED, {}, TEXTS)
case("several texts at once", NAMED, {}, TEXTS, batch_size=3)
case("pairs", NAMED, {}, PAIRS)
case("all labels", NAMED, {"top_k": None}, TEXTS[0])
case("two labels of several texts", NAMED, {"top_k": 2}, TEXTS)
case("sigmoid", NAMED, {"top_k": None, "function_to_apply": "sigmoid"}, TEXTS[1])
case("no function", NAMED, {"top_k": None, "function_to_apply": "none"}, TEXTS[1])
case("several labels a text", NAMED | {"problem_type": "multi_label_classification"}, {"top_k": None}, TEXTS)
case("numbers", NAMED | {"problem_type": "regression"}, {"top_k": None}, TEXTS)
with open("pipeline.json", "w") as file:
    json.dump(cases, file, indent=1)
    file.write("\n")
