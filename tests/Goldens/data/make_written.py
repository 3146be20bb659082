"""Makes written.parquet, whose values WriteTests writes as JSON and CSV, prints what datasets 5.2.0 makes of them (pyarrow 26.0.1), and writes
written.json: texts, numbers and lists by to_json and to_csv with their options."""
import datetime as d
import decimal
import io
import json
import os

from datasets import Dataset, Features, Value

here = os.path.dirname(os.path.abspath(__file__))
rows = Dataset.from_dict(
    {
        "timestamp": [d.datetime(2024, 1, 2, 3, 4, 5, 678900), d.datetime(2024, 1, 2), None],
        "date": [d.date(2024, 1, 2), d.date(1969, 12, 31), None],
        "time": [d.time(1, 2, 3, 4), d.time(1, 2), None],
        "duration": [d.timedelta(days=1, seconds=2.5), d.timedelta(seconds=-1), None],
        "decimal": [decimal.Decimal("1.50"), decimal.Decimal("12345678901234567890.12"), None],
        "binary": [b"abc", b"\xff\x00", None],
    },
    features=Features(
        timestamp=Value("timestamp[us]"), date=Value("date32"), time=Value("time64[us]"), duration=Value("duration[us]"),
        decimal=Value("decimal128(38,2)"), binary=Value("binary"),
    ),
)
rows.to_parquet(os.path.join(here, "written.parquet"))
for name in rows.column_names:
    for write in ("to_json", "to_csv"):
        out = io.BytesIO()
        try:
            getattr(rows.select_columns([name]), write)(out)
            print(name, write, out.getvalue().decode())
        except UnicodeDecodeError as error:
            print(name, write, "fails:", error)

texts = Dataset.from_dict({
    "text": ["\u00e9/<a>&'\"", "a,b\n\"c\"", "\u2028\x7f\x01\t\b\f\\", None, "\U0001f600;", " x ", ""],
    "number": [0.1, 1e22, 2.5, None, 1e300, -4.5, 3.0], "whole": [1, None, 3, 4, 5, 6, -7], "flag": [True, None, False, True, True, False, True],
    "list": [[1, 2], [], None, [3], [4], [5], [6]],
})
written = []
for write, options in (("to_json", [{}, {"lines": False}, {"force_ascii": False}]), ("to_csv", [{}, {"sep": ";"}, {"header": False}, {"index": True}, {"na_rep": "NA"}, {"columns": ["whole", "text"]}, {"columns": ["text"]}])):
    for option in options:
        out = io.BytesIO()
        columns = texts if write == "to_json" else texts.remove_columns("list")
        getattr(columns, write)(out, **option)
        written.append({"write": write, "options": option, "text": out.getvalue().decode()})
with open(os.path.join(here, "written.json"), "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(case) for case in written) + "\n]\n")
