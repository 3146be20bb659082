"""Makes a small tokenizer for each component and option of tokenizer.json, and what the reference does with them.

Run: python make_kinds.py            (tokenizers 0.23.3)

Each NAME.json holds the tokenizer ("tokenizer", as saved), and per text its ids alone, for a pair, and for both truncated, each with a CRC-32
of all that an encoding has, overflow included: little-endian 32-bit numbers, per encoding its length, ids, type ids, offsets, word ids and
sequence ids (-1 for none); and a CRC-32 of the text decoded, with and without special tokens, a bar between. texts.json holds the texts.
"""
import array
import json
import os
import zlib

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

HERE = os.path.dirname(os.path.abspath(__file__))
TEXTS = [
    "", " ", "  ", "hello", "Hello, World!", "The quick brown fox jumps over the lazy dog.", "I can't believe it's not butter... don't you? WE'LL",
    " leading", "trailing  ", "  both   sides  ", "tabs\tand\nnew\r\nlines\n\n\n x", "e-mail: someone@example.com", "the-final--countdown",
    "price $1,234.56 (50% off!) 10\u00b3 \u00bd \u2167 \u0663\u0664", "na\u00efve caf\u00e9 \u00c5ngstr\u00f6m", "nai\u0308ve cafe\u0301 A\u030angstro\u0308m",
    "\u0130stanbul \u0131 \u00df \u1e9e \u03a3\u03a3 \u03c2", "\u4e2d\u6587\u548cEnglish\u6df7\u5408", "\u65e5\u672c\u8a9e\u306e\u30c6\u30ad\u30b9\u30c8\u30fc\u3002",
    "\ud55c\uad6d\uc5b4 \u1112\u1161\u11ab", "\u0627\u0644\u0639\u0631\u0628\u064a\u0629 \u0939\u093f\u0928\u094d\u0926\u0940 \u0e20\u0e32\u0e29\u0e33",
    "smile \U0001f600\U0001f468\u200d\U0001f469 flag \U0001f1e9\U0001f1ea", "\U0001d400\U0001d504 math \u210c \ufb01 \u2460 \u2026 \uff21\uff22",
    "\u0000nul\u0001con\u007fdel\u200bzero\ufeffbom \u2581meta \u3000wide\u00a0nbsp", "a<s>b <mask> c  <mask>  d</s>", "[MASK] one new_token two NEW_TOKEN Two", "x" * 70,
    "aaaaabbbbb" * 12, "hello hello the the", "``quoted'' text", "<0x41> \u0120 \u00e9\u0301\ufb01\u0301 \r\n", "q\u0307\u0323 \u0344x \ud55c\u0301", "zzz\u00ffzzz \u00f1\u00f1",
]
CORPUS = TEXTS + ["the quick brown fox", "hello world hello there", "new lines and tabs and words", "caf\u00e9 na\u00efve r\u00e9sum\u00e9"] * 3
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]
MASK = AddedToken("<mask>", lstrip=True, special=True)


def charsmap():
    """A character map: \ufb01 -> fi, U+2026 -> ..., U+00E9 -> e, CR -> space, U+200B -> nothing, U+2460 -> 1, x -> y, full-width A -> A."""
    table = {"\ufb01": "fi", "\u2026": "...", "\u00e9": "e", "\r": " ", "\u200b": "", "\u2460": "1", "x": "y", "\uff21": "A", "e\u0301": "e!", "\u0308": ""}
    blob, offsets = b"", {}
    for value in sorted(set(table.values())):
        offsets[value] = len(blob)
        blob += value.encode() + b"\0"
    keys = sorted((key.encode(), offsets[value]) for key, value in table.items())
    array_, used = [0] * 4096, {0}

    def insert(node, depth, group):
        labels = sorted({key[depth] if depth < len(key) else 0 for key, _ in group})
        offset = next(o for o in range(1, 4096) if all((node ^ o ^ label) < 4096 and (node ^ o ^ label) not in used for label in labels))
        base = node ^ offset
        array_[node] |= offset << 10
        for label in labels:
            used.add(base ^ label)
        for label in labels:
            inside = [(key, value) for key, value in group if (key[depth] if depth < len(key) else 0) == label]
            if label == 0:
                array_[node] |= 1 << 8
                array_[base] = (1 << 31) | inside[0][1]
            else:
                array_[base ^ label] |= label
                insert(base ^ label, depth + 1, inside)

    insert(0, 0, keys)
    trie = array.array("I", array_[: (max(used) | 255) + 1]).tobytes()
    return array.array("I", [len(trie)]).tobytes() + trie + blob


def train(tokenizer, trainer):
    tokenizer.train_from_iterator(CORPUS, trainer)
    return tokenizer


def bpe(pre=None, normalizer=None, size=340, **options):
    tokenizer = Tokenizer(models.BPE(**options))
    tokenizer.pre_tokenizer = pre
    tokenizer.normalizer = normalizer
    kept = {key: options[key] for key in ("continuing_subword_prefix", "end_of_word_suffix") if key in options}
    return train(tokenizer, trainers.BpeTrainer(vocab_size=size, special_tokens=SPECIAL, show_progress=False,
                                                initial_alphabet=[] if options.get("unk_token") else sorted(pre_tokenizers.ByteLevel.alphabet()),
                                                limit_alphabet=60 if options.get("unk_token") else 1000, **kept))


def unigram(pre=None, normalizer=None, size=200):
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer, tokenizer.normalizer = pre, normalizer
    return train(tokenizer, trainers.UnigramTrainer(vocab_size=size, special_tokens=SPECIAL, unk_token="<unk>", show_progress=False))


def changed(tokenizer, **model):
    saved = json.loads(tokenizer.to_str())
    saved["model"].update(model)
    return Tokenizer.from_str(json.dumps(saved))


def words(pre=None, normalizer=None):
    tokenizer = Tokenizer(models.WordLevel(unk_token="<unk>"))
    tokenizer.pre_tokenizer, tokenizer.normalizer = pre, normalizer
    return train(tokenizer, trainers.WordLevelTrainer(vocab_size=150, special_tokens=SPECIAL, show_progress=False))


def finish(tokenizer, post=None, decoder=None, added=(MASK,)):
    tokenizer.post_processor = post
    tokenizer.decoder = decoder
    tokenizer.add_tokens(list(added))
    return tokenizer


P, N, D = pre_tokenizers, normalizers, decoders
ROBERTA = processors.RobertaProcessing(("</s>", 2), ("<s>", 0))
TEMPLATE = processors.TemplateProcessing(single="<s> $A </s>", pair="<s>:0 $A:0 </s>:0 $B:1 </s>:1", special_tokens=[("<s>", 0), ("</s>", 2)])
BYTES = [f"<0x{value:02X}>" for value in range(256)]
META = P.Metaspace()
KINDS = {
    "byte-level": lambda: finish(bpe(P.ByteLevel(add_prefix_space=False)), ROBERTA, D.ByteLevel()),
    "byte-level-prefix": lambda: finish(bpe(P.ByteLevel()), processors.RobertaProcessing(("</s>", 2), ("<s>", 0), True, True), D.ByteLevel()),
    "byte-level-untrimmed": lambda: finish(bpe(P.ByteLevel()), processors.RobertaProcessing(("</s>", 2), ("<s>", 0), False, True), D.ByteLevel()),
    "byte-level-no-regex": lambda: finish(bpe(P.ByteLevel(add_prefix_space=False, use_regex=False)), processors.ByteLevel(trim_offsets=True), D.ByteLevel()),
    "byte-level-sequence": lambda: finish(bpe(P.ByteLevel()), processors.Sequence([processors.ByteLevel(), TEMPLATE]), D.ByteLevel()),
    "byte-level-normalizer": lambda: finish(bpe(P.Split(" ", "merged_with_next"), N.ByteLevel()), TEMPLATE, D.ByteLevel()),
    "byte-level-ignore-merges": lambda: finish(changed(bpe(P.ByteLevel(add_prefix_space=False), size=300), ignore_merges=True), ROBERTA, D.ByteLevel(),
                                               [MASK, AddedToken("new_token", single_word=True), AddedToken("Two", lstrip=True, rstrip=True)]),
    "cl100k": lambda: finish(bpe(P.Sequence([P.Split(Regex(
        r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"), "isolated"),
        P.ByteLevel(add_prefix_space=False, use_regex=False)])), None, D.ByteLevel()),
    "o200k": lambda: finish(bpe(P.Sequence([P.Split(Regex(
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
        r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}"
        r"| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"), "removed", invert=True), P.ByteLevel(add_prefix_space=False, use_regex=False)])),
        None, D.ByteLevel()),
    "bpe-unknown": lambda: finish(bpe(P.Whitespace(), unk_token="<unk>"), TEMPLATE, D.Fuse()),
    "bpe-fused": lambda: finish(bpe(META, unk_token="<unk>", fuse_unk=True), TEMPLATE, D.Metaspace()),
    "bpe-dropped": lambda: finish(changed(bpe(META, unk_token="<unk>"), unk_token=None), TEMPLATE, D.Metaspace()),
    "bpe-suffix": lambda: finish(bpe(P.Whitespace(), N.Lowercase(), unk_token="<unk>", end_of_word_suffix="</w>"), TEMPLATE, D.BPEDecoder(suffix="</w>")),
    "bpe-prefix": lambda: finish(bpe(P.WhitespaceSplit(), unk_token="<unk>", continuing_subword_prefix="##"), TEMPLATE, D.WordPiece(prefix="##", cleanup=True)),
    "bpe-byte-fallback": lambda: finish(with_bytes(bpe(None, N.Sequence([N.Prepend("\u2581"), N.Replace(" ", "\u2581")]), unk_token="<unk>", fuse_unk=True)),
                                        TEMPLATE, D.Sequence([D.Replace("\u2581", " "), D.ByteFallback(), D.Fuse(), D.Strip(" ", 1, 0)])),
    "bpe-some-bytes": lambda: finish(with_bytes(bpe(META, unk_token="<unk>"), 0xC8), TEMPLATE, D.Sequence([D.ByteFallback(), D.Metaspace()])),
    "unigram": lambda: finish(unigram(META, N.Sequence([N.Precompiled(charsmap()), N.Replace(Regex(" {2,}"), " ")])), TEMPLATE, D.Metaspace()),
    "unigram-first": lambda: finish(unigram(P.Metaspace(prepend_scheme="first"), N.NFKC()), TEMPLATE, D.Metaspace(prepend_scheme="first")),
    "unigram-never": lambda: finish(unigram(P.Metaspace(prepend_scheme="never"), N.Nmt()), TEMPLATE, D.Metaspace(prepend_scheme="never")),
    "unigram-unsplit": lambda: finish(unigram(P.Metaspace(split=False), N.Sequence([N.Strip(left=False), N.NFC()])), TEMPLATE, D.Metaspace(split=False)),
    "unigram-first-stripped": lambda: finish(unigram(P.Metaspace(prepend_scheme="first"), N.Strip()), ROBERTA, D.Metaspace(prepend_scheme="first")),
    "unigram-byte-fallback": lambda: finish(with_bytes(unigram(P.Sequence([P.WhitespaceSplit(), META]))), TEMPLATE, D.Sequence([D.ByteFallback(), D.Metaspace()])),
    "unigram-scripts": lambda: finish(unigram(P.Sequence([P.UnicodeScripts(), P.Digits(True)])), TEMPLATE),
    "word-level": lambda: finish(words(P.Whitespace(), N.Sequence([N.NFD(), N.StripAccents(), N.Lowercase()])), TEMPLATE, None),
    "word-level-digits": lambda: finish(words(P.Sequence([P.CharDelimiterSplit(" "), P.Digits(False)]), N.NFKD()),
                                        processors.BertProcessing(("</s>", 2), ("<s>", 0)), D.CTC("<pad>", "|")),
    "word-level-fixed": lambda: finish(words(P.FixedLength(3), N.Replace("e", "<\u00e9>")), TEMPLATE, D.Replace(Regex("[aeiou]+"), "_")),
    "word-level-bare": lambda: finish(words(P.Punctuation("merged_with_previous")), None, None),
    **{f"split-{behavior}": lambda behavior=behavior: finish(words(P.Sequence([
        P.Split("-", behavior), P.Split(Regex(r"\s+|[[:punct:]&&[^-]]"), behavior, invert=behavior == "isolated")])), TEMPLATE, D.Fuse())
       for behavior in ("removed", "isolated", "merged_with_previous", "merged_with_next", "contiguous")},
    "regex": lambda: finish(words(P.Split(Regex(r"(?<=[a-z])(?=[A-Z])|(?<!\d)\d{2,}+(?!\d)|\b(?:the|a)\b|^.$|(?m:\n.)|(?>a+?)b*?|\p{^L}\P{N}?"), "isolated")),
                            TEMPLATE, None),
    "regex-replace": lambda: finish(unigram(META, N.Sequence([N.Replace(Regex(r"(?i)HELLO|[\p{Han}\p{Hiragana}]"), "[$0]"), N.Replace(Regex("^|x*$"), "|")])),
                                    TEMPLATE, D.Metaspace()),
    "word-piece": lambda: finish(train(word_piece(), trainers.WordPieceTrainer(vocab_size=200, special_tokens=SPECIAL, show_progress=False)), TEMPLATE,
                                 D.WordPiece(cleanup=False)),
}


def word_piece():
    tokenizer = Tokenizer(models.WordPiece(unk_token="<unk>", max_input_chars_per_word=20))
    tokenizer.pre_tokenizer, tokenizer.normalizer = P.Sequence([P.WhitespaceSplit(), P.Punctuation("contiguous")]), N.BertNormalizer()
    return tokenizer


def with_bytes(tokenizer, count=256):
    saved = json.loads(tokenizer.to_str())
    model = saved["model"]
    model["byte_fallback"] = True
    for token in BYTES[:count]:
        if model["type"] == "Unigram":
            model["vocab"].append([token, -20.0])
        else:
            model["vocab"][token] = len(model["vocab"])
    return Tokenizer.from_str(json.dumps(saved))


def digest(encoding):
    numbers = array.array("i")
    for one in [encoding] + encoding.overflowing:
        numbers.append(len(one.ids))
        numbers.extend(one.ids)
        numbers.extend(one.type_ids)
        for span in one.offsets:
            numbers.extend(span)
        for column in (one.word_ids, one.sequence_ids):
            numbers.extend(-1 if value is None else value for value in column)
    return zlib.crc32(numbers.tobytes())


def record(tokenizer, text, pair):
    row = []
    for arguments, length in (((text,), None), ((text, pair), None), ((text,), 9), ((text, pair), 14)):
        tokenizer.no_truncation()
        if length:
            tokenizer.enable_truncation(length, stride=2)
        encoding = tokenizer.encode(*arguments)
        if len(arguments) == 1 and length is None:
            decoded = tokenizer.decode(encoding.ids, skip_special_tokens=False) + "|" + tokenizer.decode(encoding.ids, skip_special_tokens=True)
            row += [encoding.ids, zlib.crc32(decoded.encode())]
        row.append(digest(encoding))
    tokenizer.no_truncation()
    return row


for name, make in KINDS.items():
    made = make()
    made = Tokenizer.from_str(made.to_str())                 # scores as they are read: not always the nearest number
    saved = json.loads(made.to_str())
    if made.post_processor is None:                          # what the classes of transformers do
        made.post_processor = processors.TemplateProcessing(single="$A:0", pair="$A:0 $B:1", special_tokens=[])
    rows = [record(made, text, TEXTS[(i + 5) % len(TEXTS)]) for i, text in enumerate(TEXTS)]
    with open(os.path.join(HERE, name + ".json"), "w", encoding="ascii", newline="\n") as out:
        json.dump({"tokenizer": saved, "rows": rows}, out, separators=(",", ":"))
        out.write("\n")
with open(os.path.join(HERE, "texts.json"), "w", encoding="ascii", newline="\n") as out:
    json.dump(TEXTS, out, separators=(",", ":"))
    out.write("\n")
