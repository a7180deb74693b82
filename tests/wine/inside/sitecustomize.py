"""Runs when a Python starts under Wine: numpy's and pandas' libraries are told to take their mathematics from our DLL.

They import it by a name ("api-ms-win-crt-math…") that Wine resolves by itself to its own runtime, which lacks the
complex functions. So the name in the installed copies is changed to one of the same length, once an environment.
"""

import sys
from pathlib import Path

ASKED, GIVEN = b"api-ms-win-crt-math-l1-1-0.dll", b"wine-needs-crt-math-l1-1-0.dll"


def redirect(packages: Path) -> None:
    """Change the name in each library of numpy and pandas that asks for it."""
    for folder in ("numpy", "numpy.libs", "pandas", "pandas.libs"):
        for path in (packages / folder).rglob("*"):
            if path.suffix in (".pyd", ".dll") and ASKED in (content := path.read_bytes()):
                path.write_bytes(content.replace(ASKED, GIVEN))


packages = Path(sys.prefix, "Lib", "site-packages")
done = packages / "wine-redirected"
if (packages / "pandas" / "__init__.py").exists() and "pip" not in sys.orig_argv and not done.exists():
    redirect(packages)
    done.touch()
