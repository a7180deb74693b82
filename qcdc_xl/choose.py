"""Which return is used, and what becomes of the others.

Of a unit's files the one that arrived last and has no errors is used; earlier ones are superseded, faulty ones are
rejected, unless the unit sent one without errors after it; one of another period always is. By the clerk's word a faulty one is
used as one without errors is, and any can be set aside, as if it were not there. What arrived when is known from the log; files that are
not in it are the newest, by the time of their last change. The same bytes again are the same return.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from qcdc_xl.model.decision import ACCEPTING, LEAVING
from qcdc_xl.model.received import Received

NO_WORD: Mapping[str, str] = {}


@dataclass(frozen=True)
class Choice:
    """What becomes of the files: each is in one of the four, none of them names a unit twice in ``accepted``.

    ``used``: the hash of the return in use after this choice, by unit, also where its file is no longer in the inbox.
    ``arrival``: the order of arrival by hash, of what is logged too.
    """

    accepted: tuple[Received, ...] = ()
    rejected: tuple[Received, ...] = ()
    superseded: tuple[Received, ...] = ()
    set_aside: tuple[Received, ...] = ()
    used: Mapping[str, str] = field(default_factory=dict)
    arrival: Mapping[str, int] = field(default_factory=dict)


def distinct(files: Iterable[Received]) -> list[Received]:
    """The files without those of the same bytes as another; what cannot be read has no hash and stands for itself."""
    return list({f.sha256 or f.file: f for f in files}.values())


def choose(
    files: Sequence[Received],
    in_use: Mapping[str, str],
    logged: Iterable[str],
    units: Iterable[str],
    word: Mapping[str, str] = NO_WORD,
) -> Choice:
    """Choose each unit's return.

    ``files``: distinct, checked. ``in_use``: the hash of each unit's return in use before; one that has errors by
    now, because the catalogue was changed, is no longer in use. ``logged``: hashes in the order of the log.
    ``units``: those that report; a file of any other unit is never used. ``word``: the clerk's decision by hash; what
    keeps a return out whatever is decided (``Received.refused``) keeps it out here too.
    """
    arrival = _arrival(files, logged)
    aside = tuple(f for f in files if word.get(f.sha256) in LEAVING)
    files = [f for f in files if word.get(f.sha256) not in LEAVING]
    faulty = {f.sha256 for f in files if not usable(f, word)}
    used = {u: s for u, s in in_use.items() if s not in faulty and word.get(s) not in LEAVING}
    good = _by_unit(f for f in files if f.sha256 not in faulty)
    accepted: list[Received] = []
    superseded: list[Received] = []
    for unit in units:
        own = sorted(good.get(unit, ()), key=lambda f: arrival[f.sha256])
        last = _last(own, used.get(unit), arrival)
        accepted += own[last : last + 1] if last is not None else ()
        superseded += [f for n, f in enumerate(own) if n != last]
    used |= {f.unit: f.sha256 for f in accepted}
    rejected, mended = _faulty((f for f in files if not usable(f, word)), used, arrival)
    return Choice(tuple(accepted), tuple(rejected), (*superseded, *mended), aside, used, arrival)


def usable(file: Received, word: Mapping[str, str]) -> bool:
    """Whether a file can be used: it has no errors, or the clerk accepts it and nothing forbids that."""
    by_word = word.get(file.sha256) in ACCEPTING and file.submission is not None and not file.refused
    return not file.faulty or by_word


def _faulty(
    files: Iterable[Received], used: Mapping[str, str], arrival: Mapping[str, int]
) -> tuple[list[Received], list[Received]]:
    """The files that cannot be used: those that count, and those after which the unit sent one that can."""
    counts: list[Received] = []
    mended: list[Received] = []
    for file in files:
        after = arrival.get(used[file.unit], -1) if file.unit in used else -1
        is_old = arrival[file.sha256] < after and not file.of_another_period
        (mended if is_old else counts).append(file)
    return counts, mended


def _last(own: Sequence[Received], used: str | None, arrival: Mapping[str, int]) -> int | None:
    """Which of a unit's sound files is used; ``None`` if none is, or one in use came later and is gone from the inbox."""
    if not own:
        return None
    gone = used is not None and all(f.sha256 != used for f in own)
    later = gone and arrival.get(used or "", -1) > arrival[own[-1].sha256]
    return None if later else len(own) - 1


def _arrival(files: Iterable[Received], logged: Iterable[str]) -> dict[str, int]:
    order: dict[str, int] = {}
    for sha256 in (*logged, *(f.sha256 for f in sorted(files, key=in_order_of_change))):
        order.setdefault(sha256, len(order))
    return order


def in_order_of_change(file: Received) -> tuple[object, str]:
    """The key by which files that nobody has logged yet are put in order."""
    return file.changed, file.file


def _by_unit(files: Iterable[Received]) -> dict[str, list[Received]]:
    found: dict[str, list[Received]] = {}
    for file in files:
        found.setdefault(file.unit, []).append(file)
    return found
