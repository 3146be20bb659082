"""Writes characters.bin: what the reference's regular expressions, script splitter and character maps believe about code points.

They were built against other versions of Unicode than the components of unicode.bin, and than the runtime's own tables. Each is asked
about every code point, and the answers are stored.

Run: python make_character_tables.py            (tokenizers 0.23.3)

Format: unsigned LEB128 numbers; a text is its length and its ASCII characters. Sections, in order:
  categories:  number of ranges, then per range: length - 1, index into CATEGORIES; together they cover all code points
  sets:        number, then each: name, number of ranges, per range: gap since the last range's end, length - 1
               (the classes and properties of regular expressions, scripts among them; then extend and prepend, of grapheme clusters, and numeric)
  splitter:    the scripts of the UnicodeScripts component: number of ranges, per range: length - 1, number of the script (0: any)
  folds:       number of classes of characters that are equal without case, then each: its size, its code points
"""
import os
import struct
import unicodedata

from tokenizers import Regex, normalizers, pre_tokenizers

CATEGORIES = ["Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk",
              "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Co", "Cn", "Cs"]
CLASSES = ["alnum", "alpha", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper", "xdigit", "word"]
PROPERTIES = ["Alphabetic", "Uppercase", "Lowercase", "White_Space", "Ideographic", "Emoji", "Emoji_Presentation", "Emoji_Modifier",
              "Emoji_Modifier_Base", "Emoji_Component", "Extended_Pictographic"]
SCRIPTS = """Adlam Ahom Anatolian_Hieroglyphs Arabic Armenian Avestan Balinese Bamum Bassa_Vah Batak Bengali Bhaiksuki Bopomofo Brahmi
Braille Buginese Buhid Canadian_Aboriginal Carian Caucasian_Albanian Chakma Cham Cherokee Chorasmian Common Coptic Cuneiform Cypriot
Cypro_Minoan Cyrillic Deseret Devanagari Dives_Akuru Dogra Duployan Egyptian_Hieroglyphs Elbasan Elymaic Ethiopic Georgian Glagolitic
Gothic Grantha Greek Gujarati Gunjala_Gondi Gurmukhi Han Hangul Hanifi_Rohingya Hanunoo Hatran Hebrew Hiragana Imperial_Aramaic Inherited
Inscriptional_Pahlavi Inscriptional_Parthian Javanese Kaithi Kannada Katakana Kawi Kayah_Li Kharoshthi Khitan_Small_Script Khmer Khojki
Khudawadi Lao Latin Lepcha Limbu Linear_A Linear_B Lisu Lycian Lydian Mahajani Makasar Malayalam Mandaic Manichaean Marchen
Masaram_Gondi Medefaidrin Meetei_Mayek Mende_Kikakui Meroitic_Cursive Meroitic_Hieroglyphs Miao Modi Mongolian Mro Multani Myanmar
Nabataean Nag_Mundari Nandinagari New_Tai_Lue Newa Nko Nushu Nyiakeng_Puachue_Hmong Ogham Ol_Chiki Old_Hungarian Old_Italic
Old_North_Arabian Old_Permic Old_Persian Old_Sogdian Old_South_Arabian Old_Turkic Old_Uyghur Oriya Osage Osmanya Pahawh_Hmong Palmyrene
Pau_Cin_Hau Phags_Pa Phoenician Psalter_Pahlavi Rejang Runic Samaritan Saurashtra Sharada Shavian Siddham SignWriting Sinhala Sogdian
Sora_Sompeng Soyombo Sundanese Syloti_Nagri Syriac Tagalog Tagbanwa Tai_Le Tai_Tham Tai_Viet Takri Tamil Tangsa Tangut Telugu Thaana
Thai Tibetan Tifinagh Tirhuta Toto Ugaritic Vai Vithkuqi Wancho Warang_Citi Yezidi Yi Zanabazar_Square""".split()
ALIKE = {0x50000: range(0x40000, 0xE0000), 0xE5000: range(0xE1000, 0xF0000), 0xF8000: range(0xF0000, 0xFFFFE),
         0x108000: range(0x100000, 0x10FFFE)}            # planes without a difference inside: one code point is asked for all
SKIPPED = {c for alike in ALIKE.values() for c in alike} - set(ALIKE)
POINTS = [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF and c not in SKIPPED]
ALL = "".join(map(chr, POINTS))


def widen(points):
    return [c for p in points for c in ALIKE.get(p, [p])]


def matching(pattern):
    """All code points a pattern of one character matches."""
    rest = pre_tokenizers.Split(Regex(pattern), "removed").pre_tokenize_str(ALL)
    found, last = [], 0
    for _, (start, end) in rest:
        found += POINTS[last:start]
        last = end
    return found + POINTS[last:]


out = bytearray()


def number(n):
    assert n >= 0
    while n >= 128:
        out.append(n & 127 | 128)
        n >>= 7
    out.append(n)


def text(value):
    number(len(value))
    out.extend(value.encode("ascii"))


def runs(points):
    result = []
    for c in points:
        if result and result[-1][1] == c - 1:
            result[-1][1] = c
        else:
            result.append([c, c])
    return result


def partition(values):
    ranges = []
    for value in values:
        if ranges and ranges[-1][1] == value:
            ranges[-1][0] += 1
        else:
            ranges.append([1, value])
    number(len(ranges))
    for length, value in ranges:
        number(length - 1)
        number(value)


category = [None] * 0x110000
for index, name in enumerate(CATEGORIES):
    for c in range(0xD800, 0xE000) if name == "Cs" else widen(matching(rf"\p{{{name}}}")):
        assert category[c] is None
        category[c] = index
assert None not in category
partition(category)

sets = {name: matching(f"[[:{name}:]]") for name in CLASSES}
for escape in "swdh":
    sets[escape] = matching(rf"\{escape}")
for name in PROPERTIES + SCRIPTS:
    sets[name.lower().replace("_", "")] = matching(rf"\p{{{name}}}")

# A character map whose keys are all single bytes but NUL: a grapheme cluster shorter than six bytes becomes one X, others one X a character.

def darts():
    """A double array with the keys 0x01..0xFF, each with the value 0."""
    size = 1 << 17
    array = [0] * size
    base = 1 << 8
    array[0] = base << 10
    for byte in range(1, 256):
        node = base ^ byte
        child = (1 << 9) + byte                              # node ^ offset must be where the value is
        offset = node ^ child
        array[node] = (offset << 10) | (1 << 8) | byte
        array[child] = 1 << 31
    return b"".join(struct.pack("<I", unit) for unit in array[:1 << 10])


trie = darts()
probe = normalizers.Precompiled(struct.pack("<I", len(trie)) + trie + b"X\0")


def joined(first, second):
    return probe.normalize_str(first + second).count("X") == 1


assert joined("a", "\u0301") and not joined("a", "b") and joined("\r", "\n") and joined("\u0600", "a")
sets["extend"] = [c for c in POINTS if joined("a", chr(c))]
sets["prepend"] = [c for c in POINTS if joined(chr(c), "a")]

numeric, inside = [], False                                 # what the Digits component splits at: runs take turns, the first is none
for _, (start, end) in pre_tokenizers.Digits(False).pre_tokenize_str(ALL):
    numeric += POINTS[start:end] if inside else []
    inside = not inside
assert ord("7") in numeric and ord("a") not in numeric
sets["numeric"] = numeric

number(len(sets))
for name, points in sets.items():
    ranges, last = runs(widen(points)), 0
    text(name)
    number(len(ranges))
    for a, b in ranges:
        number(a - last)
        number(b - a)
        last = b

splitter = pre_tokenizers.UnicodeScripts()


def differ(first, second):
    return len(splitter.pre_tokenize_str(first + second)) == 2


scripts, script, representatives = [0] * 0x110000, 0, []
anything = [not differ("a", chr(c)) and not differ("\u3042", chr(c)) for c in POINTS]
for c, is_any in zip(POINTS, anything):
    if is_any:
        continue
    if script == 0 or differ(chr(representatives[script - 1]), chr(c)):
        script = next((n for n, r in enumerate(representatives, 1) if not differ(chr(r), chr(c))), 0)
        if script == 0:
            representatives.append(c)
            script = len(representatives)
    for alike in ALIKE.get(c, [c]):
        scripts[alike] = script
partition(scripts)

cased = [c for c in POINTS if len({chr(c), chr(c).lower(), chr(c).upper(), chr(c).title(), chr(c).casefold()}) > 1]
cased += [c for c in POINTS if unicodedata.category(chr(c)) in ("Lu", "Ll", "Lt") and c not in set(cased)]
joint = "\n".join(map(chr, cased))
classes = set()
for c in cased:
    rest = pre_tokenizers.Split(Regex(f"(?i:\\x{{{c:X}}})"), "removed", invert=True).pre_tokenize_str(joint)
    same = tuple(sorted({ord(piece) for piece, _ in rest if len(piece) == 1} | {c}))
    if len(same) > 1:
        classes.add(same)
assert len({c for same in classes for c in same}) == sum(map(len, classes))
number(len(classes))
for same in sorted(classes):
    number(len(same))
    for c in same:
        number(c)

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "characters.bin"), "wb") as file:
    file.write(out)
print(len(out), "bytes;", len(sets), "sets,", len(representatives), "scripts,", len(classes), "case classes,", len(sets["extend"]), "extend,",
      len(sets["prepend"]), "prepend", sum(anything), "any")
