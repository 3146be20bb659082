"""Makes written.parquet, whose values WriteTests writes as JSON and CSV; prints what datasets 5.2.0 makes of them (pyarrow 26.0.1)."""
import datetime as d
import decimal
import io
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
