"""Import every library of the lock and every module of ours; their versions must be the lock's."""

import importlib
import pkgutil
import re
import sys
from importlib.metadata import packages_distributions, version
from pathlib import Path

import qcdc_xl

lock = set(re.findall(r"^([\w.-]+)==(\S+)", Path(sys.argv[1]).read_text(encoding="utf-8"), re.M))
names = {name: packages for name, packages in packages_distributions().items()}
there = {d.casefold().replace("_", "-") for found in names.values() for d in found}
wrong = [n for n in there if n in dict(lock) and (n, version(n)) not in lock]
ours = [
    m.name for m in pkgutil.walk_packages(qcdc_xl.__path__, "qcdc_xl.") if not m.name.endswith("__main__")
]
theirs = ["lxml.etree", "numpy", "pandas", "openpyxl", "xlsxwriter", "python_calamine", "pydantic_core", "win32com.client",
          "pythoncom", "typer", "rich", "filelock", "docx", "pyopenvba", "xlwings"]  # fmt: skip
for name in [*theirs, *ours]:
    importlib.import_module(name)
print(
    f"{len(there)} distributions, {len(theirs)} libraries and {len(ours)} modules of ours imported; differ from the lock: {wrong}"
)
sys.exit(bool(wrong))
