"""Tokenizes a file of pairs once on one thread and prints pairs a second: tokenize_pairs.py MODEL_DIR FILE.tsv (tokenizers of the reference)."""
import os
import sys
import time

os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["RAYON_NUM_THREADS"] = "1"
from tokenizers import Tokenizer

tokenizer = Tokenizer.from_file(os.path.join(sys.argv[1], "tokenizer.json"))
tokenizer.no_padding()
lines = open(sys.argv[2], encoding="utf-8-sig", newline="").read().splitlines()
head = lines[0].split("\t")
first, second = head.index("#1 String"), head.index("#2 String")
pairs = [(cells[first], cells[second]) for cells in (line.split("\t") for line in lines[1:])]
start = time.perf_counter()
encodings = tokenizer.encode_batch(pairs)
seconds = time.perf_counter() - start
print(sum(len(encoding.ids) for encoding in encodings), "tokens", file=sys.stderr)
print(len(pairs) / seconds)
