"""How Python writes and rounds numbers.  python make_numbers.py > numbers.json   (CPython 3.12; any 3.x gives the same)"""
import json
import random
import struct

random.seed(7)
special = [0.0, -0.0, 1.0, -1.0, 0.1, 0.5, 1.5, 2.5, 0.125, 0.375, 2.675, 1e-5, 5e-05, 1e-4, 0.0001234, 1e15, 1e16, 1e17, 123456789012345680.0,
           9999999999999998.0, 1e22, 5e-324, 1.7976931348623157e308, 1234.5, 1235.5, 99995.0, 0.00012345, 9.9995, 99.995, 0.0005, 0.00005,
           123456.0, 12345.0, 1e-10, 3.0, 419446300011600.0, 0.69039, 2.220446049250313e-16, 100.0, 1/3, 2/3]
values = special + [struct.unpack("<d", struct.pack("<Q", random.getrandbits(64)))[0] for _ in range(300)]
values += [random.uniform(0, 10) for _ in range(100)] + [random.randrange(10**6) / 2**random.randrange(20) for _ in range(200)]
values = [v for v in values if v == v and abs(v) != float("inf")]
rows = [[struct.pack(">d", v).hex(), repr(v), f"{v:.4g}", repr(round(v, 4)), repr(round(v, 3))] for v in values]
print(json.dumps({"columns": ["double", "repr", ".4g", "round 4", "round 3"], "rows": rows}, indent=None, separators=(",", ":")).replace("],[", "],\n["))
