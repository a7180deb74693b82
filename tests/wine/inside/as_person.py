"""Start a program as the session of a person would: as_person.py PROFILE PROGRAM WORD …

Her folders below the profile, and her own variables from the registry, as Explorer gives them to what it starts; a
variable that stands alone as the program's name is filled in.
"""

import os
import subprocess
import sys
import winreg
from pathlib import Path

profile, *command = sys.argv[1:]
local = Path(profile, "AppData", "Local")
(local / "Temp").mkdir(parents=True, exist_ok=True)
os.environ |= {
    "USERPROFILE": profile,
    "LOCALAPPDATA": str(local),
    "TEMP": str(local / "Temp"),
    "TMP": str(local / "Temp"),
}
with winreg.CreateKey(winreg.HKEY_CURRENT_USER, "Environment") as key:
    for number in range(winreg.QueryInfoKey(key)[1]):
        name, value, _ = winreg.EnumValue(key, number)
        if name.upper() not in ("TEMP", "TMP"):
            os.environ[name] = value
command[0] = os.path.expandvars(command[0])
if command[0].endswith(
    ".cmd"
):  # as typed: each word between quotation marks, and once more around all, for cmd's sake
    line = " ".join(f'"{word}"' for word in command)
    sys.exit(subprocess.run(f'cmd.exe /s /c "{line}"', stdin=subprocess.DEVNULL).returncode)
sys.exit(subprocess.run(command, stdin=subprocess.DEVNULL).returncode)
