"""Two spellings of one name, and two names that only look alike; texts of before Unicode."""

from __future__ import annotations

import pytest

from qcdc_xl.vietnamese import decoded, same_name, visible

ONE = [
    ("Đạ M'Rông", "Đạ M'Rông"), ("đạ m’rông", "Đạ M'Rông"), ("Da MRong", "Đạ M'Rông"), ("DA M RONG", "Đạ M'Rông"),
    ("Ðạ M'Rông", "Đạ M'Rông"), ("DaMRong", "Đạ M'Rông"), ("Đạ M'Rong", "Đạ M'Rông"), ("Hoà Thắng", "Hòa Thắng"),
    ("thuỷ", "Thủy"), ("liêng sronh", "Liêng S'rônh"), ("Hội nghị trực tiếp", "Hội nghị trực tiếp"),
    ("Đa\u0323 Tông", "Đạ Tông"), ("gửi văn bản", "Gửi văn bản"),
]  # fmt: skip
TWO = [
    ("Đam Rông", "Đạ M'Rông"), ("dam rong", "Đạ M'Rông"), ("Đạ Lóng", "Đạ Long"), ("Lạ Má", "Lá Mạ"),
    ("Đạ Long", "Đạ Tông"), ("", "Đạ Long"), ("Rô", "Rô Men"), ("Hoa Thắng Nam", "Hòa Thắng"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "name"), ONE)
def test_one_name(typed: str, name: str) -> None:
    assert same_name(typed, name)


@pytest.mark.parametrize(("typed", "name"), TWO)
def test_two_names(typed: str, name: str) -> None:
    assert not same_name(typed, name)


TYPED = {
    "tËp huÊn vÒ quy chÕ d©n chñ ë c¬ së": "tập huấn về quy chế dân chủ ở cơ sở",
    "Kinh phÝ tËp huÊn cßn Ýt": "Kinh phí tập huấn còn ít",
    "Héi nghÞ triÓn khai NghÞ ®Þnh": "Hội nghị triển khai Nghị định",
    "Đ\u00adờng ®i khã kh¨n, c¸n bé thiÕu": "Đường đi khó khăn, cán bộ thiếu",
    "§¶ng uû x· Phi Liªng": "Đảng uỷ xã Phi Liêng",
    "CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM": "CộNG HòA Xã HộI CHủ NGHĩA VIệT NAM",
    "Hoäi nghò caùn boä, coâng chöùc": "Hội nghị cán bộ, công chức",
    "Ñöôøng ñi khoù khaên, caùn boä thieáu": "Đường đi khó khăn, cán bộ thiếu",
    "ÑOÄC LAÄP - TÖÏ DO - HAÏNH PHUÙC": "ĐỘC LẬP - TỰ DO - HẠNH PHÚC",
    "Quyeát ñònh soá 12/QÑ-UBND ngaøy 5/6/2022": "Quyết định số 12/QĐ-UBND ngày 5/6/2022",
    "ñaõ toå chöùc 3 cuoäc": "đã tổ chức 3 cuộc",
}


@pytest.mark.parametrize("typed", TYPED)
def test_a_text_typed_in_tcvn3_or_vni_is_read(typed: str) -> None:
    assert decoded(typed) == TYPED[typed]


@pytest.mark.parametrize(
    "text",
    ["", "tập huấn", "Tap huan", "giảm 2½ giờ", "5 m² © 2022", "café", "Straße 5", "§ 4 khoản 1", "25 °C ± 1", "– “ôn” …",
     "Đạ M’Rông", "Tập huấn ®", "Hội thảo với El Niño và São Paulo", "Müller", "naïve", "à bientôt, señor", "Krông Nô",
     "các xã, không có", "toát", "Buôn Krông, Ayun, Plei Kần", "khôngg có"],
)  # fmt: skip
def test_what_is_unicode_or_no_vietnamese_stays(text: str) -> None:
    assert decoded(text) == text


def test_signs_that_nobody_sees_are_taken_out() -> None:
    assert visible("\u200b12\ufeff") == "12" and visible(" \u00a0\u200b ") == ""
