"""Writes parquet/ and arrow/: small files of every type, codec, encoding and layout, and binary.json: what the reference reads from them.

Made with pyarrow 26.0.1 and datasets 5.2.0: python make_parquet.py
A value is written as text: numbers as Python does, bytes as x and hex digits, times as t and tenths of microseconds since the epoch (or
midnight), decimals as d and their digits.
"""

import datasets as ds
import decimal
import json
import os

import numpy as np
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet as pq

HERE = os.path.dirname(os.path.abspath(__file__))
EXPECTED = {}
TICKS = {"s": 10_000_000, "ms": 10_000, "us": 10}


def show(value):
    kind = value.type
    if not value.is_valid:
        return "null"
    if isinstance(value, pa.ExtensionScalar):
        return show(value.value)
    if pa.types.is_dictionary(kind):
        return show(value.value) if hasattr(value.value, "type") else json.dumps(value.as_py())
    if pa.types.is_map(kind):
        return "[" + ", ".join(show(pa.scalar({"key": k, "value": v}, pa.struct([kind.key_field, kind.item_field]))) for k, v in value.as_py()) + "]"
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        return "[" + ", ".join(show(item) for item in value.values) + "]"
    if pa.types.is_struct(kind):
        return "{" + ", ".join(f"{name}: {show(field)}" for name, field in value.items()) + "}"
    if pa.types.is_boolean(kind):
        return "true" if value.as_py() else "false"
    if pa.types.is_integer(kind):
        return str(value.as_py())
    if pa.types.is_floating(kind):
        return repr(float(value.as_py()))
    if pa.types.is_decimal(kind):
        return "d" + format(value.as_py(), "f")
    if pa.types.is_date(kind):
        return "t" + str(value.value * (864_000_000_000 if kind == pa.date32() else 10_000))
    if pa.types.is_temporal(kind):
        return "t" + str(value.value // 100 if kind.unit == "ns" else value.value * TICKS[kind.unit])
    if isinstance(value.as_py(), bytes):
        return "x" + value.as_py().hex()
    return json.dumps(value.as_py())


def features_of(schema):
    """What the reference says of the columns; None where it refuses the file."""
    try:
        return ds.Features.from_arrow_schema(schema).to_dict()
    except ValueError:
        return None


def expect(name, table):
    EXPECTED[name] = {
        "features": features_of(table.schema),
        "columns": {column: [show(value) for value in table[column]] for column in table.column_names},
    }


def path_of(name):
    path = os.path.join(HERE, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    return path


def parquet(name, table, **options):
    name = f"parquet/{name}.parquet"
    pq.write_table(table, path_of(name), **options)
    expect(name, pq.read_table(path_of(name)))


def a(kind, values):
    return pa.array(values, kind)


TEXTS = ["a", None, "", "héé😀"]
NUMBERS = {
    "i8": a(pa.int8(), [1, None, -128, 127]),
    "i16": a(pa.int16(), [1, None, -(2**15), 5]),
    "i32": a(pa.int32(), [1, None, -(2**31), 7]),
    "i64": a(pa.int64(), [1, None, -(2**63), 7]),
    "u8": a(pa.uint8(), [1, None, 255, 7]),
    "u16": a(pa.uint16(), [1, None, 65535, 7]),
    "u32": a(pa.uint32(), [1, None, 2**32 - 1, 7]),
    "u64": a(pa.uint64(), [1, None, 2**63 - 1, 7]),
    "u64_large": a(pa.uint64(), [1, None, 2**64 - 1, 7]),
    "f16": a(pa.float16(), [np.float16(1.5), None, np.float16(-2), np.float16("nan")]),
    "f32": a(pa.float32(), [1.1, None, float("inf"), float("nan")]),
    "f64": a(pa.float64(), [1.1, None, 1e300, -0.0]),
    "bool": a(pa.bool_(), [True, None, False, True]),
    "d9": a(pa.decimal128(9, 2), [decimal.Decimal(x) if x else None for x in ["1.25", None, "-9999999.99", "0"]]),
    "d18": a(pa.decimal128(18, 4), [decimal.Decimal(x) if x else None for x in ["1.25", None, "-99999999999999.9999", "0"]]),
    "d128": a(pa.decimal128(38, 5), [decimal.Decimal(x) if x else None for x in ["1.25", None, "-79228162514264337593543.95033", "0"]]),
    "d256": a(pa.decimal256(50, 5), [decimal.Decimal(x) if x else None for x in ["1.25", None, "-1", "0"]]),
}
TIMES = {
    "ts_s": a(pa.timestamp("s"), [0, None, -1, 1700000000]),
    "ts_ms": a(pa.timestamp("ms"), [0, None, -1, 1700000000123]),
    "ts_us": a(pa.timestamp("us"), [0, None, -1, 1700000000123456]),
    "ts_ns": a(pa.timestamp("ns"), [0, None, -1, 1700000000123456789]),
    "ts_utc": a(pa.timestamp("us", "UTC"), [0, None, -1, 1700000000123456]),
    "ts_paris": a(pa.timestamp("ms", "Europe/Paris"), [0, None, -1, 1700000000123]),
    "date32": a(pa.date32(), [0, None, -1, 19000]),
    "date64": a(pa.date64(), [0, None, -86400000, 86400000 * 19000]),
    "time_s": a(pa.time32("s"), [0, None, 1, 86399]),
    "time_ms": a(pa.time32("ms"), [0, None, 1, 86399999]),
    "time_us": a(pa.time64("us"), [0, None, 1, 86399999999]),
    "time_ns": a(pa.time64("ns"), [0, None, 1, 86399999999999]),
    "wait": a(pa.duration("ms"), [1, None, -5, 7]),
}
BYTES = {
    "string": a(pa.string(), TEXTS),
    "large_string": a(pa.large_string(), TEXTS),
    "binary": a(pa.binary(), [b"\x00\xff", None, b"", b"abc"]),
    "fixed": a(pa.binary(3), [b"abc", None, b"\x00\x01\x02", b"xyz"]),
    "null": pa.nulls(4),
    "dictionary": pa.array(["x", None, "y", "x"]).dictionary_encode(),
}
NESTED = {
    "ints": a(pa.list_(pa.int32()), [[1, 2], None, [], [3]]),
    "longs_with_nulls": a(pa.list_(pa.int64()), [[1, None], None, [], [3]]),
    "bytes": a(pa.list_(pa.int8()), [[1], None, [], [-3]]),
    "unsigned": a(pa.list_(pa.uint32()), [[1, 2**32 - 1], None, [], [3]]),
    "floats": a(pa.list_(pa.float32()), [[1.5], None, [], [0.1]]),
    "doubles": a(pa.list_(pa.float64()), [[1.5], None, [], [0.1]]),
    "flags": a(pa.list_(pa.bool_()), [[True], None, [], [False, True]]),
    "texts": a(pa.list_(pa.string()), [["a", None], None, [], ["b"]]),
    "times": a(pa.list_(pa.timestamp("s")), [[1], None, [], [None, 5]]),
    "lists": a(pa.list_(pa.list_(pa.int32())), [[[1], [2, 3], []], None, [], [None, [4]]]),
    "pairs": a(pa.list_(pa.int32(), 2), [[1, 2], None, [3, 4], [5, 6]]),
    "large_list": a(pa.large_list(pa.float32()), [[1, 2], None, [], [3]]),
    "struct": a(pa.struct([("a", pa.int32()), ("b", pa.string())]), [{"a": 1, "b": "x"}, None, {"a": None, "b": "z"}, {"a": 2, "b": None}]),
    "structs": a(
        pa.list_(pa.struct([("a", pa.int32()), ("b", pa.list_(pa.string()))])),
        [[{"a": 1, "b": ["x"]}], None, [], [None, {"a": 2, "b": None}]],
    ),
    "deep": a(pa.struct([("x", pa.struct([("y", pa.int8())]))]), [{"x": {"y": 1}}, None, {"x": None}, {"x": {"y": None}}]),
}
MAP = {"map": a(pa.map_(pa.string(), pa.int32()), [[("a", 1)], None, [], [("b", None), ("c", 3)]])}
GROUPS = {"numbers": NUMBERS, "times": TIMES, "bytes": BYTES, "nested": NESTED, "map": MAP}

for group, columns in GROUPS.items():
    parquet(f"{group}_v1", pa.table(columns), compression="none")
    parquet(f"{group}_v2", pa.table(columns), data_page_version="2.0", store_schema=False)
parquet("empty", pa.table({**NUMBERS, **TIMES, **BYTES, **NESTED}).slice(0, 0))
parquet("old_lists", pa.table({"ints": NESTED["ints"], "lists": NESTED["lists"]}), use_compliant_nested_type=False)
parquet("int96", pa.table({"ts": TIMES["ts_ns"]}), use_deprecated_int96_timestamps=True)

N = 120
ROWS = {
    "i32": a(pa.int32(), [None if k % 7 == 0 else k * 37 % 1000 - 300 for k in range(N)]),
    "i64": a(pa.int64(), [k**8 * (-1) ** k for k in range(N)]),
    "f32": a(pa.float32(), [k / 3 for k in range(N)]),
    "f64": a(pa.float64(), [k / 7 if k % 5 else None for k in range(N)]),
    "text": a(pa.string(), [None if k % 11 == 0 else f"text {k // 3} é" for k in range(N)]),
    "bool": a(pa.bool_(), [k % 3 == 0 for k in range(N)]),
    "list": a(pa.list_(pa.int64()), [None if k % 13 == 0 else [k] * (k % 4) for k in range(N)]),
    "fixed": a(pa.binary(3), [bytes([k, 1, 2]) for k in range(N)]),
    "i8": a(pa.int8(), [k - 100 for k in range(N)]),
    "f16": a(pa.float16(), [np.float16(k) for k in range(N)]),
}
DELTA = {
    "i32": "DELTA_BINARY_PACKED",
    "i64": "DELTA_BINARY_PACKED",
    "text": "DELTA_BYTE_ARRAY",
    "f32": "BYTE_STREAM_SPLIT",
    "f64": "BYTE_STREAM_SPLIT",
    "bool": "RLE",
    "list.list.element": "DELTA_BINARY_PACKED",
    "fixed": "DELTA_BYTE_ARRAY",
    "i8": "DELTA_BINARY_PACKED",
    "f16": "BYTE_STREAM_SPLIT",
}
SPLIT = {"text": "DELTA_LENGTH_BYTE_ARRAY", "i32": "BYTE_STREAM_SPLIT", "i64": "BYTE_STREAM_SPLIT", "fixed": "BYTE_STREAM_SPLIT"}
rows = pa.table(ROWS)
for version in ["1.0", "2.0"]:
    tail = "v" + version[0]
    parquet(f"plain_{tail}", rows, use_dictionary=False, data_page_version=version, row_group_size=50)
    parquet(f"dictionary_{tail}", rows, data_page_version=version, row_group_size=50, data_page_size=100, write_batch_size=20)
    parquet(f"delta_{tail}", rows, use_dictionary=False, data_page_version=version, column_encoding=DELTA)
    parquet(f"split_{tail}", rows.select(list(SPLIT)), use_dictionary=False, data_page_version=version, column_encoding=SPLIT)
for codec in ["none", "snappy", "gzip", "zstd", "brotli", "lz4", "lz4_raw"]:
    parquet(f"codec_{codec}", rows.select(["i32", "text", "list"]), compression=codec)

meant = ds.Features(
    {
        "text": ds.Value("string"),
        "label": ds.ClassLabel(names=["neg", "pos"]),
        "tags": ds.List(ds.ClassLabel(names=["A", "B"])),
        "pair": ds.Translation(languages=["en", "fr"]),
        "picture": ds.Image(),
    }
)
columns = {
    "text": ["good", "bad", None],
    "label": [1, 0, -1],
    "tags": [[0, 1], [], [1]],
    "pair": [{"en": "a", "fr": "b"}, {"en": "c", "fr": "d"}, {"en": "e", "fr": "f"}],
    "picture": [{"bytes": b"\x01", "path": None}, {"bytes": None, "path": "x.png"}, None],
}
parquet("features", pa.table(columns, schema=meant.arrow_schema))

ARROW = {
    **NUMBERS,
    **TIMES,
    **BYTES,
    **NESTED,
    **MAP,
    "string_view": a(pa.string_view(), ["short", None, "", "longer than twelve bytes"]),
    "binary_view": a(pa.binary_view(), [b"short", None, b"", b"longer than twelve bytes"]),
}
for name, codec in [("plain", None), ("lz4", "lz4"), ("zstd", "zstd")]:
    table = pa.table(ARROW)
    options = pa.ipc.IpcWriteOptions(compression=codec)
    for form, writer in [("stream", pa.ipc.new_stream), ("file", pa.ipc.new_file)]:
        path = f"arrow/{form}_{name}.arrow"
        with writer(path_of(path), table.schema, options=options) as out:
            out.write_table(table, max_chunksize=3)
        expect(path, table)
with pa.ipc.new_stream(path_of("arrow/empty.arrow"), table.schema) as out:
    pass
expect("arrow/empty.arrow", table.slice(0, 0))

with open(os.path.join(HERE, "binary.json"), "w", encoding="utf-8") as file:
    json.dump(EXPECTED, file, indent=1, ensure_ascii=False)
    file.write("\n")
