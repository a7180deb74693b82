"""Run a command line as WScript.Shell's Run does, hidden and waited for: shell_run.py LINE LOG; gives what is in the log."""

import subprocess
import sys
from pathlib import Path

line, log = sys.argv[1:]
Path(log).unlink(missing_ok=True)
code = subprocess.run(line, stdin=subprocess.DEVNULL, capture_output=True).returncode
sys.stdout.write(
    Path(log).read_text(encoding="ascii", errors="replace") if Path(log).exists() else "no log\n"
)
sys.exit(code)
