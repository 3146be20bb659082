"""Writes patterns.json: which of some names each of some patterns fits, by Python's fnmatch.fnmatchcase.

Made with Python 3.11:  python make_patterns.py
"""
import fnmatch, json, pathlib

PATTERNS = [
    "*", "*.json", "a*c", "a?c", "?", "", "**", "*a*b*", "nested/*", "*/b", "[abc]", "[!abc]", "[a-c]x", "[!a-c]x", "[]]", "[!]]", "[]a]", "[!]a]", "[", "[!", "a[",
    "[a-]", "[-a]", "[c-a]", "[!c-a]", "[a-c-e]", "[--a]", "[a--c]", "[b-a-c]", "[^a]", "[!!]", "[a!]", "[\\]", "a.c", "a+c", "(a)", "[ä-ü]", "?😀", "*.[jt]s*", "a**c",
]
NAMES = [
    "", "a", "b", "c", "d", "e", "-", "!", "]", "[", "^", "a[", "[!", "\\", "abc", "ac", "a.c", "a+c", "(a)", "ax", "dx", "a/c", "config.json", "nested/config.json", "nested/b", "nested/deep/b",
    "xaxbx", "xbxax", "ö", "x😀", "a\nc", "A", "Abc", "m.js", "m.tsx", "m.json",
]

if __name__ == "__main__":
    table = [[pattern, [name for name in NAMES if fnmatch.fnmatchcase(name, pattern)]] for pattern in PATTERNS]
    pathlib.Path(__file__).with_name("patterns.json").write_text(json.dumps({"names": NAMES, "patterns": table}, ensure_ascii=False) + "\n")
