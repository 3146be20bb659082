"""Makes scores.json: numbers as they may stand in tokenizer.json, and the bits of the 64-bit floats the reference reads there.

Run: python make_scores.py            (tokenizers 0.23.3)
"""
import json
import os
import random
import struct

from tokenizers import Tokenizer

rng = random.Random(5)
TEXTS = [
    "0", "-0", "0.0", "-0.0", "1", "-1", "-10", "-1.8147054217617207", "-3.4635426998138428", "0.1", "1e-5", "-1E+2", "1.5e-307", "5e-324", "1e-400", "-0e999",
    "1.7976931348623157e308", "123456789012345678901234567890", "18446744073709551615", "18446744073709551616", "0.000000000000000000000000000012345678901234567890123",
    "-12345678901234567890.98765432109876543210", "1844674407370955161.6e-5", "1e22", "9007199254740993", "4.35e-310", "100000000000000000000000e-23",
    "18446744073709551616.04", "18446744073709551619.5", "1844674407370955162.05e3",
]
for _ in range(300):
    TEXTS.append(repr(rng.choice([-1, 1]) * rng.uniform(0, 20)))
    TEXTS.append(f"{rng.choice(['', '-'])}{rng.randrange(1000)}.{rng.randrange(10 ** rng.randrange(1, 25))}e{rng.randrange(-330, 290)}")
vocab = ",".join(f"[\"t{i}\",{text}]" for i, text in enumerate(TEXTS))
read = Tokenizer.from_str('{"version":"1.0","truncation":null,"padding":null,"added_tokens":[],"normalizer":null,"pre_tokenizer":null,"post_processor":null,'
                          '"decoder":null,"model":{"type":"Unigram","unk_id":0,"vocab":[' + vocab + ']}}')
scores = {token: score for token, score in json.loads(read.to_str())["model"]["vocab"]}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "scores.json"), "w") as out:
    out.write("[\n" + ",\n".join(json.dumps([text, struct.pack(">d", scores[f"t{i}"]).hex()]) for i, text in enumerate(TEXTS)) + "\n]\n")
print(sum(float(text) != scores[f"t{i}"] for i, text in enumerate(TEXTS)), "of", len(TEXTS), "are not the nearest")
