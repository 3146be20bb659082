"""Writes files.json: small CSV and JSON texts and what the reference's load_dataset makes of them (types, values; numbers as hex).

Made with datasets 5.2.0, pandas 3.1.1, pyarrow 26.0.1:  python make_files.py
"""
import json, pathlib, random, tempfile
import datasets
import pandas

datasets.disable_progress_bars()
datasets.logging.set_verbosity(datasets.logging.CRITICAL)

CSV = {
    "plain": "text,label\nhello,1\nworld,0\n",
    "quoted": 'text,label\n"a, b",1\n"say ""hi""",0\n"two\nlines",1\n',
    "quotes in the middle": 'a,b\nx"y,1\n"x"y,2\nx""y,3\n" ""x""",4\n',
    "crlf": "a,b\r\n1,x\r\n2,y\r\n",
    "no final line end": "a,b\n1,x\n2,y",
    "blank lines": "a,b\n\n1,x\n\n\n2,y\n\n",
    "missing int": "a,b\n1,x\n,y\n3,z\n",
    "missing words": "a,b,c\nNA,None,null\nx,n/a,NULL\ny,#N/A,<NA>\nz,nan,NaN\n",
    "all missing": "a,b\n,x\n,y\n",
    "quoted empty": 'a,b\n"",x\n"q",y\n',
    "bools": "a,b,c,d\nTrue,true,1,True\nFalse,FALSE,true,yes\nTRUE,false,0,False\n",
    "bools with missing": "a\nTrue\nNA\nFalse\n",
    "floats": "a,b\n1.5,1\n-2,2.0\n1e3,3\n",
    "signs and zeros": "a,b,c\n+1,007,-0\n-2,0,0\n+03,10,5\n",
    "spaces": "a,b,c\n 1,1.5 ,x \n2 , 2.5, y\n",
    "infinity": "a,b,c\ninf,-inf,1\nInfinity,+inf,INF\n1,2,-Infinity\n",
    "not numbers": "a,b,c,d,e,f\n1_000,0x10,1e,1.2.3,--1,.\n2,3,4,5,6,7\n",
    "points": "a,b\n.5,5.\n-.25,1.\n",
    "large": "a\n9223372036854775807\n-9223372036854775808\n",
    "large float": "a\n123456789012345678901234567890.5\n1e400\n",
    "exponents": "a,b\n1E5,1e-3\n2e+2,5E-10\n",
    "unicode": "text,label\ncaf\u00e9,\u65e5\u672c\n\U0001f600,\u00fc\n",
    "byte order mark": "\ufefftext,label\nx,1\n",
    "spaces in header": " a, b \n1,2\n",
    "one column": "text\nhello\n\nworld\n",
    "trailing sep": "a,b,c\n1,2,\n3,4,\n",
    "tabs in text": "a,b\nx\ty,1\n",
    "nul words": "text\nnan\nNaN\nnul\nNone\nnone\n",
}
JSON = {
    "lines": '{"text": "a", "label": 1}\n{"text": "b", "label": 0}\n',
    "missing keys": '{"a": 1}\n{"b": "x"}\n{"a": 2, "b": null}\n',
    "numbers": '{"i": 1, "f": 1.5, "m": 1}\n{"i": -2, "f": 2, "m": 2.5}\n',
    "lists": '{"ids": [1, 2], "x": [0.5], "s": ["a"], "e": []}\n{"ids": [], "x": [1.0, 2.0], "s": [], "e": [1]}\n',
    "list of objects": '[{"a": 1, "b": "x"},\n {"a": 2, "b": "y"}]',
    "list of texts": '["x", "y"]',
    "one line of columns": '{"a": [1, 2], "b": ["x", "y"]}\n',
    "no final line end": '{"a": true}\n{"a": false}',
    "escapes": '{"a": "caf\\u00e9 \\ud83d\\ude00 \\n"}\n{"a": "\u65e5\u2028x"}\n',
}


def show(v):
    if isinstance(v, float):
        return {"hex": v.hex()} if v == v else {"hex": "nan"}
    if isinstance(v, list):
        return [show(x) for x in v]
    return v


def load(kind, text, **kw):
    with tempfile.TemporaryDirectory() as d:
        path = pathlib.Path(d) / ("f." + kind)
        path.write_bytes(text.encode())
        s = datasets.load_dataset(kind, data_files=str(path), cache_dir=d + "/c", split="train", **kw)
        return {"text": text, "features": {k: str(v) for k, v in s.features.items()}, "columns": {k: [show(v) for v in s[k][:]] for k in s.column_names}}


out = {"csv": {}, "json": {}}
for name, text in CSV.items():
    try:
        out["csv"][name] = load("csv", text)
    except Exception as e:
        print("csv", name, type(e).__name__, str(e.__cause__ or e)[:150])
for name, text in JSON.items():
    try:
        out["json"][name] = load("json", text)
    except Exception as e:
        print("json", name, type(e).__name__, str(e.__cause__ or e)[:150])
out["field"] = load("json", '{"version": 1, "data": [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]}', field="data")

random.seed(7)
numbers = []
for i in range(1500):
    digits = "".join(random.choice("0123456789") for _ in range(random.randint(1, 22)))
    cut = random.randint(0, len(digits))
    t = random.choice(["", "-", "+"]) + digits[:cut] + "." + digits[cut:]
    if i % 3 == 0:
        t += random.choice("eE") + random.choice(["", "+", "-"]) + str(random.randint(0, 320 if i % 2 else 30))
    numbers.append(t)
numbers += ["0.1", "3.8", "4.25", "1e308", "1e-308", "4.9e-324", "2.2250738585072014e-308", "1.7976931348623157e308", "0.30000000000000004", "1e22", "1e23", "00000000000000000000001.5", "0.00000000000000000000000015"]
import io
values = pandas.read_csv(io.StringIO("a\n" + "\n".join(numbers) + "\n"))["a"]
assert values.dtype == "float64", values.dtype
out["numbers"] = [[t, float(v).hex()] for t, v in zip(numbers, values)]
pathlib.Path(__file__).with_name("files.json").write_text(json.dumps(out, separators=(",", ":")) + "\n")
