"""What the VBA of every master calls, the oldest ones too: the name never changes; the door is ``doors.ribbon``."""

from qcdc_xl.doors.ribbon import click, finish_undo, finish_update

__all__ = ["click", "finish_undo", "finish_update"]
