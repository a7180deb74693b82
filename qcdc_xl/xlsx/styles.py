"""Styles of one workbook taken into another: cells keep their look, what both have is not doubled.

A cell names its style by a number, a style its font, fill, border and number format by numbers again; all of them
count anew in the other workbook.
"""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from qcdc_xl.xlsx.package import tag

_ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors",
    "extLst",
)  # fmt: skip
_FIRST_OWN_FORMAT = 164
_PARTS = (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders"))
_Shape = tuple[object, ...]


class StyleMerge:
    """Takes styles of ``donor`` into ``root`` (both the root of styles.xml), each once and only if it is asked for."""

    def __init__(self, root: etree._Element, donor: etree._Element) -> None:
        self.root, self.donor = root, donor
        self.changed = False
        self._known: dict[str, dict[_Shape, int]] = {}
        self._taken: dict[tuple[str, int], int] = {}

    def cell(self, number: str | None) -> str:
        """The number here of a cell's style there."""
        return str(self._take("cellXfs", int(number or "0")))

    def difference(self, number: str) -> str:
        """The number here of a conditional format's look there."""
        return str(self._take("dxfs", int(number)))

    def _take(self, group: str, number: int) -> int:
        if (group, number) not in self._taken:
            element = deepcopy(self._members(self.donor, group)[number])
            if group == "cellXfs":
                self._renumber(element)
            self._taken[group, number] = self._place(group, element)
        return self._taken[group, number]

    def _renumber(self, style: etree._Element) -> None:
        style.set("xfId", "0")
        style.set("numFmtId", self._number_format(style.get("numFmtId", "0")))
        for name, group in _PARTS:
            style.set(name, str(self._take(group, int(style.get(name, "0")))))

    def _number_format(self, number: str) -> str:
        """Formats that every program has keep their number; others go by their code."""
        codes = {f.get("numFmtId"): f.get("formatCode", "") for f in self._members(self.donor, "numFmts")}
        if number not in codes:
            return number
        here = {f.get("formatCode", ""): f.get("numFmtId", "") for f in self._members(self.root, "numFmts")}
        if codes[number] not in here:
            highest = max((int(n) for n in here.values()), default=0)
            new = str(max(highest + 1, _FIRST_OWN_FORMAT))
            self._append("numFmts", etree.Element(tag("numFmt"), numFmtId=new, formatCode=codes[number]))
            return new
        return here[codes[number]]

    def _place(self, group: str, element: etree._Element) -> int:
        """The number of a member that looks like this; a new one if there is none."""
        if group not in self._known:
            members = self._members(self.root, group)
            self._known[group] = {_shape(m): n for n, m in reversed(list(enumerate(members)))}
        known, shape = self._known[group], _shape(element)
        if shape not in known:
            known[shape] = len(self._members(self.root, group))
            self._append(group, element)
        return known[shape]

    def _append(self, group: str, element: etree._Element) -> None:
        holder = self.root.find(tag(group))
        if holder is None:
            holder = etree.Element(tag(group))
            later = {tag(name) for name in _ORDER[_ORDER.index(group) + 1 :]}
            place = next((n for n, e in enumerate(self.root) if e.tag in later), len(self.root))
            self.root.insert(place, holder)
        holder.append(element)
        holder.set("count", str(len(holder)))
        self.changed = True

    @staticmethod
    def _members(root: etree._Element, group: str) -> list[etree._Element]:
        return list(root.findall(f"{tag(group)}/{{*}}*"))


def _shape(element: etree._Element) -> _Shape:
    """What an element says, whatever the order of its attributes and its prefixes."""
    children = tuple(map(_shape, element.iterchildren("{*}*")))
    return element.tag, tuple(sorted(element.attrib.items())), (element.text or "").strip(), children
