"""csv.json: what pandas' reader makes of quotes and line ends in unusual places. Needs pandas."""
import io
import json
import pathlib

import pandas

CASES = [
    'a,b\n5" pipe,3" pipe\n', 'a,b\n5" pipe,wood\n6,iron\n', 'a,b\n"x"y,z\n', 'a,b\n"x"y"z,w\n', 'a,b\n"x""y",""\n', 'a,b\n"x\ny",z\n',
    'a,b\n"x\r\ny",z\r\n', 'a,b\n\nx,y\n', 'a,b\rx,y\rz,w', 'a,b\r\n\r\nx,y\r\n', 'a,b\n"x" ,y\n', 'a,b\n""x",y\n', 'a,b\n"x"""y,z\n', 'a,b\nx""y,z\n',
    'a\n""\n" "\n  \nx\n', 'a,b\n,\n"",\n', 'a,b\n"x,y","z\n\n"\n', 'a,b\nx,"y"', 'a,b\nx,\n', 'a,b\nx,', 'a,b\n"""""",\n', 'a,b\n "x",y\n', 'a,b\n  \nx,y\n \t \n',
]

rows = []
for text in CASES:
    frame = pandas.read_csv(io.StringIO(text, newline=""), header=None, keep_default_na=False, dtype=str)
    rows.append({"text": text, "records": frame.values.tolist()})

pathlib.Path(__file__).with_name("csv.json").write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
