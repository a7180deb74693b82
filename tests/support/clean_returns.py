"""Random returns in which nothing is wrong: numbers that keep every rule of the shipped catalogue, by sums made here by hand."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable

from qcdc_xl.model import NIL, CatalogueAt, Scalar, Unit, Value

SUBJECTS = (
    "việc công khai chính sách",
    "hội nghị thôn",
    "bình xét hộ nghèo",
    "xây dựng đường liên thôn",
    "thu các loại quỹ",
)
ROWS_OF = {"giam_sat": "giam_sat_thuc_hien", "phan_bien": "phan_bien_dang_ky"}
"""Lists whose rows an indicator counts."""


def clean_values(rng: random.Random, catalogue: CatalogueAt, unit: Unit) -> tuple[Value, ...]:
    """A unit's answers to all that its form asks."""
    form = catalogue.form_of(unit)
    assert form is not None
    said = {**_affairs(rng), **_meetings(rng), **_works(rng)}
    asked = [i for i in catalogue.indicators_of(form.code) if not i.expression]
    values = []
    for indicator in asked:
        value = said.get(indicator.code, 0)
        if indicator.type == "select_one":
            choices = [
                c for c in catalogue.choices_of(indicator.choices) if not c.startswith("Không hoàn thành")
            ]
            value = rng.choice(choices)
        elif indicator.type == "text":
            value = rng.choice((None, "Kinh phí còn hạn chế.", "Đề nghị tập huấn thêm cho cán bộ thôn."))
        values.append(Value(indicator.code, 0, value, "", ""))
    for records in catalogue.lists_of(form.code):
        count = said.get(ROWS_OF.get(records.code, ""), rng.randrange(1, 5))
        for row in range(1, int(count if isinstance(count, int) else 0) + 1):
            for column in records.columns:
                if not column.expression:
                    value = _cell(rng, column.type, catalogue.choices_of(column.choices), row)
                    values.append(Value(f"{records.code}.{column.code}", row, value, "", ""))
    return tuple(values)


def _cell(rng: random.Random, kind: str, choices: tuple[str, ...], row: int) -> Scalar:
    makers: dict[str, Callable[[], Scalar]] = {
        "date": lambda: datetime.date(2022, 1, 3) + datetime.timedelta(days=rng.randrange(170)),
        "integer": lambda: rng.randrange(1, 200),
        "select_one": lambda: rng.choice(choices),
        "text": lambda: f"{rng.choice(SUBJECTS)} (lần {row})",
    }
    return makers[kind]()


def _few(rng: random.Random, most: int) -> Scalar:
    """A small count, at times “không phát sinh”."""
    return rng.choice((NIL, rng.randrange(most + 1), rng.randrange(1, most + 1)))


def _number(value: Scalar) -> int:
    return value if isinstance(value, int) else 0


def _affairs(rng: random.Random) -> dict[str, Scalar]:
    """Papers, petitions, receptions: the first period of a year, so that sums since January are the period's."""
    late, open_, unfit = _few(rng, 5), _few(rng, 9), _few(rng, 4)
    timely = rng.randrange(10, 900)
    done = timely + _number(late)
    papers = done + _number(open_) + _number(unfit)
    complaints, petitions, reports = _few(rng, 3), rng.randrange(8), _few(rng, 2)
    letters = _number(complaints) + petitions + _number(reports)
    closed = rng.randrange(letters + 1)
    visits = rng.randrange(1, 20)
    return {
        "tthc_dung_han": timely, "tthc_qua_han": late, "tthc_da_giai_quyet": done, "tthc_chua_giai_quyet": open_,
        "tthc_khong_du_dieu_kien": unfit, "tthc_tiep_nhan": papers, "tthc_tiep_nhan_nam": papers,
        "don_khieu_nai": complaints, "don_kien_nghi": petitions, "don_to_cao": reports, "don_tiep_nhan": letters,
        "don_da_giai_quyet": closed, "don_dang_giai_quyet": letters - closed, "don_tiep_nhan_nam": letters,
        "tiep_cong_dan_luot": visits, "tiep_cong_dan_nguoi": visits + rng.randrange(5), "tiep_cong_dan_luot_nam": visits,
    }  # fmt: skip


def _meetings(rng: random.Random) -> dict[str, Scalar]:
    talks, classes = rng.randrange(1, 4), rng.randrange(1, 3)
    due = {"hn_cbcc": rng.randrange(1, 9), "tu_nhan": rng.randrange(1, 30), "nha_nuoc": rng.randrange(1, 5)}
    return {
        "doi_thoai_cuoc": talks, "doi_thoai_nguoi": talks + rng.randrange(1, 90), "tap_huan_lop": classes,
        "tap_huan_nguoi": classes + rng.randrange(1, 90), "hn_cbcc_phai_to_chuc": due["hn_cbcc"],
        "hn_cbcc_to_chuc": rng.randrange(due["hn_cbcc"] + 1), "dn_tu_nhan_phai_to_chuc": due["tu_nhan"],
        "hn_nld_tu_nhan_to_chuc": rng.randrange(due["tu_nhan"] + 1), "dn_nha_nuoc_phai_to_chuc": due["nha_nuoc"],
        "hn_nld_nha_nuoc_to_chuc": rng.randrange(due["nha_nuoc"] + 1), "thoa_uoc_tap_the": rng.randrange(due["tu_nhan"] + 1),
        "doi_thoai_noi_lam_viec": _few(rng, 6), "kiem_tra_qcdc_cuoc": _few(rng, 4),
    }  # fmt: skip


def _works(rng: random.Random) -> dict[str, Scalar]:
    watched, opposed, cases, villages = (
        rng.randrange(1, 5),
        rng.randrange(1, 4),
        rng.randrange(1, 20),
        rng.randrange(3, 15),
    )
    return {
        "giam_sat_dang_ky": watched + rng.randrange(3), "giam_sat_thuc_hien": watched, "phan_bien_dang_ky": opposed,
        "phan_bien_thuc_hien": rng.randrange(opposed + 1), "hoa_giai_thu_ly": cases, "hoa_giai_thanh": rng.randrange(cases + 1),
        "so_thon": villages, "thon_huong_uoc": rng.randrange(villages + 1), "to_tu_quan": rng.randrange(40),
        "to_hoa_giai": villages, "ban_thanh_tra_nd": 1, "thanh_tra_nd_cuoc": _few(rng, 5), "ban_gsdtcd": 1,
        "gsdtcd_cong_trinh": _few(rng, 5),
    }  # fmt: skip
