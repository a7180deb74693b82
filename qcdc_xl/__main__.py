"""The command ``qcdc``, also as ``python -m qcdc_xl``."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command; a library that does not load is told by a sentence, with exit code 2."""
    try:
        from qcdc_xl.doors import cli
    except ImportError as error:
        from qcdc_xl.unloadable import sentence

        sys.stderr.buffer.write(f"{sentence(error)}\n".encode())
        sys.exit(2)
    cli.main()


if __name__ == "__main__":
    main()
