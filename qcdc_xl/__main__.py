"""``python -m qcdc_xl``: the command ``qcdc`` where no script is installed."""

from qcdc_xl.cli import main

main()
