"""How much of a foreign file is read: all limits of the program in one place, the same for every kind of file (law 9).

A form is some 30 KB, 120 KB unpacked, of a few hundred rows; a master of 3,321 units is 15 MB unpacked. What goes beyond these
limits is a mistake or an attack, and is one finding at its file.
"""

from __future__ import annotations

LARGEST = 20 * 2**20
"""Bytes of a file; larger ones are refused unread."""
UNPACKED = 64 * 2**20
"""Bytes of all parts of a file that are read, unpacked. No more is ever unpacked, whatever the archive says."""
PARTS = 2_000
"""Entries of an archive."""
SHEETS = 200
"""Sheets of a workbook."""
ROWS, COLUMNS = 20_000, 256
"""Where a sheet ends: what stands farther down or to the right was put there by mistake, and is told of, not read."""
CELLS = 2_000_000
"""Cells of a workbook, blank ones within what is used counted."""
STRINGS = 500_000
"""Different texts of a workbook."""
MARKERS = 200
"""Markers of tables in a workbook; a form has about ten."""
FINDINGS = 300
"""Findings about one file; of more, the first are told and how many there are."""

ENTRIES, DEPTH = 200, 2
"""Files within an archive or a letter that are taken out, and how deep such may lie within one another."""

MASTER_LARGEST, MASTER_UNPACKED = 200 * 2**20, 2**30
"""Bytes of a master, packed and unpacked: one of 3,321 units grows by some 60 MB unpacked with every period."""
MASTER_CELLS = 12_000_000
"""Cells of the rectangle that one sheet of a master takes; *Nguồn* of 3,321 units has 3.3 million."""
TABLE_ROWS = 200_000
"""Lines of one table of a catalogue as CSV; 3,321 units take as many."""

MEMORY = 512 * 2**20
"""Bytes that all reading processes together may have."""
SECONDS, SECONDS_OF_WORK = 30, 5
"""How long one file may take to read by the clock, and in processor time."""


class TooMuch(Exception):
    """A file goes beyond a limit; the argument is which, in Vietnamese, for the sentence of FILE_TOO_LARGE."""
