"""Writes unicode.bin: what the reference's tokenizers believe about every code point.

The reference's components were built against several versions of Unicode (punctuation and control characters of
version 8, decompositions of version 12, lower case of version 17, ...), and a runtime's own tables change from version
to version. So each component is asked about every code point, and the answers are stored.

Run: python make_unicode_tables.py            (tokenizers 0.23.3; Python 3.11's unicodedata for combining classes,
                                               each checked against the component that uses them)

Format: unsigned LEB128 numbers. Sections, in order:
  7 sets (control, space, white, punctuation, nonspacing, mark, word):
      number of ranges, then per range: gap since the last range's end, length - 1
  lower case:    number of runs, then per run: gap since the last run's start, count - 1, stride, zigzag(delta)
  combining:     number of runs, then per run: gap since the last run's end, length - 1, class
  canonical and compatibility decompositions (full; Hangul syllables are arithmetic; compatibility holds only what differs):
                 number of entries, then per entry: gap since the last code point, length, code points
  compositions:  number of entries, then per entry: gap since the last first, second, composed; sorted by (first, second)
"""
import os
import unicodedata

from tokenizers import normalizers, pre_tokenizers

POINTS = [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF]
HANGUL = range(0xAC00, 0xAC00 + 11172)


def bert(**flags):
    off = dict(clean_text=False, handle_chinese_chars=False, strip_accents=False, lowercase=False)
    return normalizers.BertNormalizer(**{**off, **flags})


def between(normalizer):
    return {c: normalizer.normalize_str("a" + chr(c) + "b")[1:-1] for c in POINTS}


def pieces(pre_tokenizer):
    return {c: len(pre_tokenizer.pre_tokenize_str("a" + chr(c) + "b")) for c in POINTS}


def where(answers, value):
    return [c for c in POINTS if answers[c] == value]


cleaned = between(bert(clean_text=True))
control, space = where(cleaned, ""), where(cleaned, " ")
bert_pieces = pieces(pre_tokenizers.BertPreTokenizer())
punctuation, white = where(bert_pieces, 3), where(bert_pieces, 2)
word = where(pieces(pre_tokenizers.Whitespace()), 1)
assert where(pieces(pre_tokenizers.Punctuation()), 3) == punctuation
assert where(pieces(pre_tokenizers.WhitespaceSplit()), 2) == white
assert where(pieces(pre_tokenizers.Whitespace()), 2) == white

nfd, nfkd, nfc = normalizers.NFD(), normalizers.NFKD(), normalizers.NFC()
canonical, compatible = {}, {}
for c in POINTS:
    d, k = nfd.normalize_str(chr(c)), nfkd.normalize_str(chr(c))
    if d != chr(c) and c not in HANGUL:
        canonical[c] = d
    if k != d:
        compatible[c] = k
for c in HANGUL:
    assert nfd.normalize_str(chr(c)) == unicodedata.normalize("NFD", chr(c))

stripped = between(bert(strip_accents=True))
nonspacing = [c for c in where(stripped, "") if c not in canonical]
mark = where(between(normalizers.StripAccents()), "")

lower_one = {}
for c in POINTS:
    r = normalizers.Lowercase().normalize_str(chr(c))
    assert r == bert(lowercase=True).normalize_str(chr(c))
    if c == 0x130:
        assert r == "i\u0307"
    elif r != chr(c):
        assert len(r) == 1
        lower_one[c] = ord(r)

combining = {}
for c in POINTS:
    if c in canonical or c in HANGUL:
        continue                                             # ordering only ever sees what is decomposed
    k, moved = unicodedata.combining(chr(c)), nfd.normalize_str("a\u0345" + chr(c)) != "a\u0345" + chr(c)
    assert not moved or 0 < k < 240, hex(c)
    if moved or c == 0x345:
        combining[c] = k                                     # else: younger than the component's tables
representatives = {k: c for c, k in combining.items()}
for c, k in combining.items():
    for other, representative in representatives.items():
        low, high = (chr(c), chr(representative)) if k <= other else (chr(representative), chr(c))
        assert nfd.normalize_str("a" + high + low) == ("a" + high + low if k == other else "a" + low + high)

compositions = []
for c in POINTS:
    parts = unicodedata.decomposition(chr(c))
    if parts and not parts.startswith("<") and len(parts.split()) == 2:
        first, second = (int(p, 16) for p in parts.split())
        if nfc.normalize_str(chr(first) + chr(second)) == chr(c):
            compositions.append((first, second, c))
compositions.sort()

out = bytearray()


def number(n):
    assert n >= 0
    while n >= 128:
        out.append(n & 127 | 128)
        n >>= 7
    out.append(n)


def runs(points):
    result = []
    for c in points:
        if result and result[-1][1] == c - 1:
            result[-1][1] = c
        else:
            result.append([c, c])
    return result


for points in (control, space, white, punctuation, nonspacing, mark, word):
    ranges, last = runs(points), 0
    number(len(ranges))
    for a, b in ranges:
        number(a - last)
        number(b - a)
        last = b

lower_runs = []
for c in sorted(lower_one):
    delta = lower_one[c] - c
    if lower_runs:
        start, count, stride, d = lower_runs[-1]
        step = c - (start + (count - 1) * stride)
        if d == delta and step <= 2 and (count == 1 or step == stride):
            lower_runs[-1] = (start, count + 1, step, d)
            continue
    lower_runs.append((c, 1, 1, delta))
number(len(lower_runs))
last = 0
for start, count, stride, delta in lower_runs:
    number(start - last)
    number(count - 1)
    number(stride)
    number(delta * 2 if delta >= 0 else -delta * 2 - 1)
    last = start

class_runs = []
for c in sorted(combining):
    if class_runs and class_runs[-1][1] == c - 1 and class_runs[-1][2] == combining[c]:
        class_runs[-1][1] = c
    else:
        class_runs.append([c, c, combining[c]])
number(len(class_runs))
last = 0
for a, b, k in class_runs:
    number(a - last)
    number(b - a)
    number(k)
    last = b

for table in (canonical, compatible):
    number(len(table))
    last = 0
    for c in sorted(table):
        number(c - last)
        number(len(table[c]))
        for x in table[c]:
            number(ord(x))
        last = c

number(len(compositions))
last = 0
for first, second, composed in compositions:
    number(first - last)
    number(second)
    number(composed)
    last = first

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "unicode.bin"), "wb") as file:
    file.write(out)
print(len(out), "bytes;", len(control), "control,", len(punctuation), "punctuation,", len(nonspacing), "nonspacing,",
      len(lower_one) + 1, "lower,", len(combining), "combining,", len(canonical), "canonical,", len(compatible),
      "compatible,", len(compositions), "compositions")
