"""``python -m qcdc_xl``: the command ``qcdc`` where no script is installed."""

from qcdc_xl.doors.cli import main

main()
