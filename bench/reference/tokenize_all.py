"""What the reference makes of many texts with many tokenizers, for `FineTune.Parity tokenizers OUT` to compare with.

Run: python tokenize_all.py SHARED KINDS OUT [--random 50000] [--few 0] [--processes 2]      (transformers 5.23.0, tokenizers 0.23.3)
SHARED holds vocab/ and data/; KINDS is tests/Goldens/tokenizers/kinds, whose tokenizers cover each component. --few N takes N texts of each sort.

OUT/data.texts and OUT/random.texts: per text its length in UTF-16 units (32 bits) and the units. OUT/NAME/ is a tokenizer's folder, with
data.digests and random.digests: per text and case 8 bytes of SHA-1 of what the encoding has, what overflows included (for each its length, ids, type
ids, offsets, word ids, -1 for none) and of its text decoded with and without special tokens. Cases: 0 alone, 1 with the next text, 2 and 3 the same
truncated. Tokenizers of SHARED/vocab are given two cases a text, 0 and 1 + text % 3; those of KINDS one: 3 where text % 64 is 3,
which takes the reference twenty to fifty times as long as another (what overflows of two texts grows with both), else min(text % 4, 2).
Folders that are done are left as they are.
"""
import argparse
import array
import csv
import glob
import hashlib
import itertools
import json
import multiprocessing
import os
import random
import shutil
import struct

os.environ["TOKENIZERS_PARALLELISM"] = "false"
csv.field_size_limit(1 << 30)
LENGTHS = (None, None, 12, 20)
STRIDE = 2
PAIRS_CUT = 64


def strings(value):
    """Every string in a JSON value, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def texts_of(path):
    """Every cell, string or line of a data file."""
    with open(path, encoding="utf-8", errors="replace", newline="") as file:
        if path.endswith(".json"):
            yield from strings(json.load(file))
            return
        content = file.read()
    lines = content.split("\n")
    yield from itertools.chain.from_iterable(csv.reader(lines) if path.endswith(".csv") else (line.split("\t") for line in lines))


def random_text(rng, index):
    """Random code points: of one block, of all planes, of marks and controls, surrogates without partners, ASCII with a few of them; some very long words."""
    if index % 5000 == 17:
        letters = rng.choice(["a", "abcdefgh", "\u4e2d\u6587", "\u00e9e\u0301", "\U0001f600", "0123456789", "-.!"])
        return "".join(rng.choice(letters) for _ in range(100_000))
    kind, length = rng.randrange(8), rng.choice([1, 2, 3, 5, 8, 13, 30, 80])
    start = rng.randrange(0x110000)
    marks = [0x300, 0x301, 0x308, 0x323, 0x345, 0x5BF, 0x64B, 0x93C, 0xE33, 0x200D, 0xFE0F, 0x1F3FD, 0x20D7, 0x1D165, 0x302A, 0xAC00, 0x1112, 0x1161, 0x11AB]
    controls = list(range(0x20)) + [0x7F, 0x85, 0xA0, 0xAD, 0x200B, 0x2028, 0x2029, 0x202E, 0x2060, 0x3000, 0xFEFF, 0xFFFD, 0xFFFE, 0xFFFF, 0xE0001, 0x10FFFF, 0x2581, 0x120]
    pieces = []
    for _ in range(length):
        choice = kind if kind < 7 else rng.randrange(7)
        point = (rng.randrange(0x20, 0x7F) if choice == 0
                 else min(start + rng.randrange(64), 0x10FFFF) if choice == 1
                 else rng.randrange(0x110000) if choice == 2
                 else rng.choice(marks) if choice == 3 and rng.random() < 0.6
                 else rng.choice(controls) if choice == 4 and rng.random() < 0.6
                 else rng.randrange(0xD800, 0xE000) if choice == 5 and rng.random() < 0.3
                 else rng.randrange(0x3000) if choice == 6
                 else rng.choice([0x20, 0x20, rng.randrange(0x20, 0x7F), rng.randrange(0xA0, 0x500)]))
        pieces.append(chr(point))
    text = "".join(pieces).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")      # surrogates that meet become partners
    return rng.choice(["", "", "<mask>", "[MASK]", "</s>", " [SEP] "]) + text + rng.choice(["", "", "", " the end", "<s>"])


def write_texts(path, texts):
    with open(path, "wb") as out:
        for text in texts:
            units = text.encode("utf-16-le", "surrogatepass")
            out.write(struct.pack("<i", len(units) // 2) + units)


def read_texts(path):
    with open(path, "rb") as file:
        blob, place, texts = file.read(), 0, []
    while place < len(blob):
        size = 2 * struct.unpack_from("<i", blob, place)[0]
        text = blob[place + 4:place + 4 + size].decode("utf-16-le", "surrogatepass")
        texts.append("".join("\ufffd" if 0xD800 <= ord(c) < 0xE000 else c for c in text) if not text.isascii() else text)   # ours reads them so; the reference refuses
        place += 4 + size
    return texts


def folders(shared, kinds, out):
    """Makes each tokenizer's folder, and says which are given every case."""
    for path in sorted(glob.glob(os.path.join(shared, "vocab", "*"))):
        folder = os.path.join(out, os.path.basename(path))
        shutil.copytree(path, folder, dirs_exist_ok=True)
        files = os.listdir(folder)
        if "tokenizer.json" not in files:
            with open(os.path.join(folder, "config.json"), "w") as file:
                json.dump({"model_type": "bert" if "vocab.txt" in files else "gpt2"}, file)
            if "cased" in folder and "uncased" not in folder:
                with open(os.path.join(folder, "tokenizer_config.json"), "w") as file:
                    json.dump({"do_lower_case": False}, file)
        yield folder, True
    for path in sorted(glob.glob(os.path.join(kinds, "*.json"))):
        if os.path.basename(path) != "texts.json":
            folder = os.path.join(out, "kind-" + os.path.basename(path)[:-5])
            os.makedirs(folder, exist_ok=True)
            with open(path) as file, open(os.path.join(folder, "tokenizer.json"), "w") as copy:
                json.dump(json.load(file)["tokenizer"], copy)
            yield folder, False


def load(folder, thorough):
    from tokenizers import Tokenizer, processors
    if thorough:
        from transformers import AutoTokenizer
        tokenizer = AutoTokenizer.from_pretrained(folder)._tokenizer
    else:
        tokenizer = Tokenizer.from_file(os.path.join(folder, "tokenizer.json"))
        if tokenizer.post_processor is None:                  # what the classes of transformers do
            tokenizer.post_processor = processors.TemplateProcessing(single="$A:0", pair="$A:0 $B:1", special_tokens=[])
    tokenizer.no_padding()
    return tokenizer


def digest(tokenizer, encoding):
    numbers = array.array("i")
    for one in [encoding] + encoding.overflowing:
        numbers.append(len(one.ids))
        numbers.extend(one.ids)
        numbers.extend(one.type_ids)
        numbers.extend(itertools.chain.from_iterable(one.offsets))
        numbers.extend([-1 if value is None else value for value in one.word_ids])
    decoded = tokenizer.decode(encoding.ids, skip_special_tokens=False) + "|" + tokenizer.decode(encoding.ids, skip_special_tokens=True)
    return hashlib.sha1(numbers.tobytes() + decoded.encode()).digest()[:8]


def cases_of_kinds(case, count):
    """The numbers of the texts that a tokenizer of KINDS is given in a case."""
    return (i for i in range(count) if case == (3 if i % PAIRS_CUT == 3 else min(i % 4, 2)))


def run(work):
    folder, thorough, out = work
    if os.path.exists(os.path.join(folder, "random.digests")):
        return os.path.basename(folder) + " was done"
    tokenizer = load(folder, thorough)
    for sort in ("data", "random"):
        texts = read_texts(os.path.join(out, sort + ".texts"))
        cases = 2 if thorough else 1
        digests = bytearray(8 * cases * len(texts))
        for case in range(4):
            tokenizer.no_truncation()
            if LENGTHS[case]:
                tokenizer.enable_truncation(LENGTHS[case], stride=STRIDE)
            chosen = cases_of_kinds(case, len(texts)) if not thorough else range(case - 1, len(texts), 3) if case else range(len(texts))
            for i in chosen:
                encoding = tokenizer.encode(texts[i], texts[(i + 1) % len(texts)]) if case % 2 else tokenizer.encode(texts[i])
                place = 8 * (i * cases + (1 if thorough and case else 0))
                digests[place:place + 8] = digest(tokenizer, encoding)
        with open(os.path.join(folder, sort + ".digests"), "wb") as file:
            file.write(digests)
    return os.path.basename(folder)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("shared")
    parser.add_argument("kinds")
    parser.add_argument("out")
    parser.add_argument("--random", type=int, default=50_000)
    parser.add_argument("--few", type=int, default=0)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    files = sorted(path for path in glob.glob(os.path.join(options.shared, "data", "**"), recursive=True) if os.path.isfile(path))
    every = list(itertools.chain.from_iterable(texts_of(path) for path in files))
    distinct = list(dict.fromkeys(every))
    rng = random.Random(20261130)
    odd = [random_text(rng, i) for i in range(options.random)]
    if options.few:
        distinct, odd = distinct[::max(1, len(distinct) // options.few)], odd[:options.few]
    write_texts(os.path.join(options.out, "data.texts"), distinct)
    write_texts(os.path.join(options.out, "random.texts"), odd)
    print(f"{len(every)} texts in {len(files)} files, {len(distinct)} distinct taken; {len(odd)} random ones", flush=True)
    works = [(folder, thorough, options.out) for folder, thorough in folders(options.shared, options.kinds, options.out)]
    with multiprocessing.Pool(options.processes) as pool:
        for name in pool.imap_unordered(run, works):
            print(name, flush=True)


if __name__ == "__main__":
    main()
