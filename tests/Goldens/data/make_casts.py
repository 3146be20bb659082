"""Writes casts.json: what the reference makes of JSON lines and of csv columns whose features are given.

Made with datasets 5.2.0, pyarrow 25.0.0:  python make_casts.py
"""
import datetime, decimal, json, os, pathlib, tempfile
import datasets
from datasets import ClassLabel, Features, LargeList, List, Value, load_dataset

datasets.disable_progress_bars()

V = Value
JSON = [
    (V("int8"), [1, -128, None, 127]), (V("int8"), [128]), (V("uint8"), [0, 255]), (V("uint8"), [-1]), (V("int16"), [-32768, 32767]),
    (V("int32"), [2147483647, None]), (V("int32"), [2147483648]), (V("uint32"), [4294967295]), (V("uint64"), [0, 9223372036854775807]),
    (V("int32"), [1.0, 2.0]), (V("int32"), [1.5]), (V("int64"), ["1", "-20"]), (V("int32"), ["7"]), (V("int32"), ["x"]), (V("int32"), [True, False]),
    (V("float32"), [0.1, 16777217.0, None, 1e300]), (V("float32"), [1, 2]), (V("float16"), [0.1, 65504.0]), (V("float32"), ["0.1", "1e3"]),
    (V("float64"), [1, None]), (V("bool"), [True, None]), (V("bool"), [0, 1, 2]), (V("string"), [1, 2]), (V("string"), [1.5, None]), (V("string"), [True]),
    (V("large_string"), ["a", None]), (V("timestamp[s]"), ["2020-01-02T03:04:05", None]), (V("timestamp[us]"), ["2020-01-02 03:04:05.123456"]),
    (V("timestamp[s]"), ["yesterday"]), (V("date32"), ["2020-02-29"]), (V("date32"), ["2021-02-29"]), (V("time32[s]"), ["10:20:30"]), (V("timestamp[ms]"), [86400000]),
    (V("duration[s]"), [90]), (V("null"), [None, None]), (V("null"), [1]), (V("int32"), [None, None]), (V("float32"), [None]), (V("string"), [None]),
    (V("binary"), ["ab"]), (V("decimal128(10, 2)"), ["1.25"]), (V("decimal128(10, 2)"), [1.25]), (V("decimal128(10, 2)"), [3]),
    (List(V("int32")), [[1, 2], None, [], [3]]), (List(V("int32")), [[1, None, 3]]), (List(V("int8")), [[300]]), (List(V("float32")), [[1, 2], [0.1]]),
    (List(V("float32")), [[]]), (List(V("string")), [["a"], [None, "b"]]), (List(V("string")), [[1, 2]]), (List(V("int64")), [["1", "2"]]), (List(V("bool")), [[True, False]]),
    (List(V("int32"), length=2), [[1, 2], [3, 4]]), (List(V("int32"), length=2), [[1, 2, 3]]), (List(V("int32"), length=2), [[1, 2], None]), (LargeList(V("int16")), [[1], [2, 3]]),
    (List(List(V("int32"))), [[[1], [2, 3]], [], [[]]]), (List(List(V("float32"))), [[[1, 2], None], None]), (List(ClassLabel(names=["no", "yes"])), [["yes", "no"], []]),
    (List(ClassLabel(names=["no", "yes"])), [[1, 0]]), (List(ClassLabel(names=["no", "yes"])), [[2]]), (List(V("int32")), [5]), (V("int32"), [[5]]),
    ({"x": V("int32"), "y": V("float32")}, [{"x": 1, "y": 2}, None]), ({"x": V("int32"), "y": V("string")}, [{"x": 1}]), ({"x": V("int32")}, [{"x": 1, "y": 2}]),
    ({"x": List(V("int32")), "y": {"z": V("float32")}}, [{"x": [1], "y": {"z": 0.5}}, {"x": None, "y": None}]), ([{"x": V("int32")}], [[{"x": 1}, {"x": 2}], []]),
    (List({"s": V("string"), "n": List(V("int32"))}), [[{"s": "a", "n": [1]}], None]), ({"x": ClassLabel(names=["a", "b"])}, [{"x": "b"}, {"x": "a"}]),
    (ClassLabel(names=["a", "b"]), ["b", "a", None]), (ClassLabel(names=["a", "b"]), [1, 0, -1]), (ClassLabel(names=["a", "b"]), ["c"]), (ClassLabel(names=["a", "b"]), [2]),
]
CSV = [
    (V("int8"), ["1", "-3"]), (V("int32"), ["1", "2"]), (V("int32"), ["1", ""]), (V("int32"), ["x"]), (V("float32"), ["0.1", "", "1e3"]), (V("float32"), ["16777217"]),
    (V("float16"), ["0.1"]), (V("uint16"), ["65535"]), (V("string"), ["007", "1.0", "x"]), (V("large_string"), ["007"]), (V("bool"), ["True", "False"]), (V("int64"), ["9007199254740993"]),
    (List(V("int32")), ["[1, 2]"]), (ClassLabel(names=["a", "b"]), ["b", "a"]), (ClassLabel(names=["0", "1"]), ["1", "0"]),
]


def text(value):
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bytes):
        return "x" + value.hex()
    if isinstance(value, decimal.Decimal):
        return f"d{value}"
    if isinstance(value, datetime.datetime):
        return f"t{(value - datetime.datetime(1970, 1, 1)) // datetime.timedelta(microseconds=1) * 10}"
    if isinstance(value, datetime.date):
        return f"t{(value - datetime.date(1970, 1, 1)).days * 864_000_000_000}"
    if isinstance(value, datetime.time):
        return f"t{((value.hour * 60 + value.minute) * 60 + value.second) * 10_000_000 + value.microsecond * 10}"
    if isinstance(value, datetime.timedelta):
        return f"t{value // datetime.timedelta(microseconds=1) * 10}"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {text(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(text, value)) + "]"
    return repr(value)


def load(kind, content, feature):
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "f." + kind)
        pathlib.Path(file).write_text(content)
        try:
            loaded = load_dataset(kind, data_files=file, split="train", features=Features({"c": feature}), cache_dir=folder)
            return {"values": [text(v) for v in loaded["c"][:]]}
        except Exception as error:
            while error.__cause__ is not None:
                error = error.__cause__
            return {"error": f"{type(error).__name__}: {error}"[:100]}


out = []
for kind, cases in (("json", JSON), ("csv", CSV)):
    for feature, cells in cases:
        content = "".join(json.dumps({"c": cell}) + "\n" for cell in cells) if kind == "json" else "c,d\n" + "".join(f'"{c}",1\n' if c else ",1\n" for c in cells)
        if kind == "csv":
            content = "c\n" + "".join(f'"{c}"\n' for c in cells)
        case = {"kind": kind, "content": content, "feature": Features({"c": feature}).to_dict()["c"], **load(kind, content, feature)}
        out.append(case)
target = pathlib.Path(__file__).with_name("casts.json")
target.write_text("[\n" + ",\n".join(json.dumps(case, ensure_ascii=False) for case in out) + "\n]\n")
