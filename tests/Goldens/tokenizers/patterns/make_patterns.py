"""Makes what the reference's regular expressions find.

Run: python make_patterns.py            (tokenizers 0.23.3)

patterns.json: per pattern where it cuts each of the texts (start and end of each piece, one after the other; code points).
points.json:   per pattern the SHA-256 of the spans between its matches in a text of all code points (surrogates left out), "start-end,"
               one after the other; and the same for components that look at single code points.
"""
import hashlib
import json
import os

from tokenizers import Regex, pre_tokenizers

HERE = os.path.dirname(os.path.abspath(__file__))
TEXTS = [
    "Hello, World! don't STOP we're he'll I'M", "a1b22c333 4444 12345678", "  two  spaces\n\nlines\r\n\tend \n", "foo.bar-baz_qux foo-bar--foo",
    "na\u00efve \u00c5ngstr\u00f6m \u00b5 \u017f \u212a \u03a3\u03c3\u03c2 \u01c5", "\u4e2d\u6587\u3042\u30ab\u30fc \ud55c\uad6d \u0663\u0664\u2167\u00bd \U0001d400\U0001f600\U0001f1e9",
    "aaaa aaab abab ababab xyzxyz", "(nested [brackets] {here}) $1.50 \\d+ ^a$ | *", "a\u0301e\u0308 \u0939\u093f \u200d\ufe0f\u00a0\u2028x\u0085y", "line one\nline two\nline three", "\n", "aB",
]
PATTERNS = r"""
a|\w+|\W+|\d+|\D|\s+|\S+|\h+|.|^.|.$|^|$|\A.|.\z|.\Z|\b|\B|\bfoo\b|(foo|bar)-?|(?:ab)+|(?:ab){2}|(?:ab){2,}|a{2}|a{2,3}|a{,2}|a{1,2}?|a{2}?|a{2}+
a??b|a*?b|a+?|a++|a*+a|a?+a|(?>a+)b|(?>ab|a)b|(?=b)|(?!b)a|(?<=a)b|(?<!a)b|(?<=ab|c)\w|\w(?=\d)|\d(?!\d)|(?<!\d)\d{1,3}(?!\d)|(?<=\s)\S+
[abc]+|[^abc\s]+|[a-z]+|[A-Z][a-z]*|[a-z&&[^aeiou]]+|[\w&&[^\d]]+|[[:alpha:]]+|[[:^alpha:]]+|[[:punct:]]+|[[:upper:][:digit:]]+|[\d\-_]+|[-a]+|[a-]+|[]a]+|[\]\[]+
[\p{L}--]+|[^\p{L}]+|\p{L}+|\p{Lu}|\p{Lu}\p{Ll}+|\p{^L}+|\P{L}+|\P{^N}+|\p{Letter}+|\p{Uppercase_Letter}|\p{Han}+|\p{Greek}|\p{Latin}+|\p{Nd}+|\p{N}|\p{M}+|\p{Zs}|\p{Alphabetic}+
\p{punct}+|(?i)hello|(?i:WORLD)|(?i)[a-m]+|(?i)\u03c3|(?i:k)|(?i:'s|'t|'re|'ve|'m|'ll|'d)|(?-i)a|a(?i)b|(?i)a(?-i)b|(?i:a)b|(?m).+|(?m:.)+|.+|(?x) a \s # comment
(?#comment)a|\x41|\x{4e2d}|\u00ef|\t|\n|\r\n|\R|\r?\n|[\r\n]+|\e|\056|\.|\-|\\|\$|\{|\}|\*|x*|(x*)*y|(a|aa)+b|(a*)+b|(|a)+|(a|b|)c?|()|(?:)|a|b|ab
""".strip().replace("\n", "|||")
# alternatives are patterns of their own; those that hold alternatives themselves are put together by hand
SPLIT = [p for line in PATTERNS.split("|||") for p in line.split("|")]
PATTERNS = []
depth, piece = 0, []
for part in SPLIT:
    piece.append(part)
    joined = "|".join(piece)
    depth = sum(1 for i, c in enumerate(joined) if c in "(" and (i == 0 or joined[i - 1] != "\\")) - sum(
        1 for i, c in enumerate(joined) if c == ")" and (i == 0 or joined[i - 1] != "\\"))
    if depth <= 0:
        PATTERNS.append(joined)
        piece = []
PATTERNS += [
    r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s+",
    r"\s{2,}|[\n\r\t]", r" {2,}", r"\d{1,3}(?=(?:\d{3})*\b)", r"\w+|[^\w\s]+", r"a|ab|abc", r"ab|a", r"[\u4e00-\u9fff\u3040-\u30ff]+", r"(?<![\w])a", r"[a&&b]|c", r"[a-c-e]+",
]
PATTERNS = list(dict.fromkeys(p for p in PATTERNS if p))
POINTS = [r"\p{L}", r"\p{Lu}", r"\p{Ll}", r"\p{M}", r"\p{N}", r"\p{Nd}", r"\p{P}", r"\p{S}", r"\p{Z}", r"\p{C}", r"\p{Cn}", r"\w", r"\d", r"\s", r"\h", r"[[:alpha:]]", r"[[:punct:]]",
          r"[[:print:]]", r"\p{Han}", r"\p{Latin}", r"\p{Hiragana}", r"(?i:k)", r"(?i:[a-z])", r"[^\s\p{L}\p{N}]", r".", r"[\w]", r"\p{punct}", r"[^\W]"]
COMPONENTS = {"Digits": pre_tokenizers.Digits(False), "UnicodeScripts": pre_tokenizers.UnicodeScripts()}


def write(name, value):
    with open(os.path.join(HERE, name), "w", encoding="ascii", newline="\n") as out:
        json.dump(value, out, separators=(",", ":"))
        out.write("\n")


def spans(pre_tokenizer, text):
    return [bound for _, span in pre_tokenizer.pre_tokenize_str(text) for bound in span]


def digest(pre_tokenizer, text):
    return hashlib.sha256("".join(f"{a}-{b}," for _, (a, b) in pre_tokenizer.pre_tokenize_str(text)).encode()).hexdigest()


found = []
for pattern in PATTERNS:
    try:
        regex = Regex(pattern)
    except Exception as error:
        print("refused by the reference:", pattern, error)
        continue
    found.append([pattern, [spans(pre_tokenizers.Split(regex, "isolated"), text) for text in TEXTS]])
write("patterns.json", {"texts": TEXTS, "patterns": found})
everything = "".join(chr(c) for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF)
write("points.json", {**{p: digest(pre_tokenizers.Split(Regex(p), "removed"), everything) for p in POINTS},
                      **{name: digest(component, everything) for name, component in COMPONENTS.items()}})
print(len(found), "patterns")
