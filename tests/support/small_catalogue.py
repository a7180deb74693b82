"""A small catalogue as text, to change in a cell or two and to read."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from openpyxl.utils.cell import coordinate_to_tuple

from qcdc_xl.catalogue import read_catalogue
from qcdc_xl.model import CatalogueAt
from qcdc_xl.model.finding import Finding, Place, message

SMALL = """
# settings
key,value,label
period,2022-H1,Kỳ báo cáo
ten_tinh,Lâm Đồng,Tên tỉnh
document_style,hd36_2018,Thể thức
annex,đủ,Phụ lục
report_date,2022-06-22,Ngày ký
# levels
code,label,parent
huyen,Cấp huyện,
xa,Cấp xã,huyen
# units
code,valid_from,valid_to,name,short_name,aliases,level,type,parent,email
24886,2021-01-01,,Xã Phi Liêng,Phi Liêng,UBND xã Phi Liêng|Phi Lieng,xa,xa,DAMRONG,
HND,2021-01-01,2025-06-30,Hội Nông dân huyện,Hội Nông dân,,huyen,doan_the,DAMRONG,
# periods
code,label,start,end,due
2022-H1,6 tháng đầu năm 2022,2022-01-01,2022-06-30,2022-06-15
2022-H2,6 tháng cuối năm 2022,2022-07-01,2022-12-31,
# sections
code,title,kind
I,Khái quát,text
III.1,Ở xã,data
# forms
code,number,title,unit_types
XA,01/QCDC-XA,Biểu của xã,xa
MT,03/QCDC-MT,Biểu của đoàn thể,doan_the
# indicators
code,section,forms,label,unit_of_measure,type,required,min,max,choices,expression,aggregation,hint
so_thon,III.1,XA,Số thôn,thôn,integer,yes,0,,,,SUM,
thon_huong_uoc,III.1,XA,Số thôn có hương ước,thôn,integer,,0,,,,SUM,
mot_cua,III.1,XA,Thực hiện một cửa,,select_one,yes,,,co_khong,,COUNT,
ty_le,III.1,XA,Tỷ lệ thôn có hương ước,%,decimal,,,,,"ROUND(100 * thon_huong_uoc / so_thon, 2)",NONE,
giam_sat,III.1,MT,Số cuộc giám sát,cuộc,integer,yes,0,"99,5",,,SUM,
# lists
code,section,forms,label,rows,hint
txct,III.1,MT,Bảng kê tiếp xúc cử tri,10,
# list_columns
list,code,label,type,choices,required,expression,width,min,max
txct,ngay,Ngày,date,,yes,,13,,
txct,cap,Đại biểu,select_one,cap_txct,yes,,14,,
txct,dong,Viện dẫn,text,,,"cap & "" "" & DATETEXT(ngay)",30,,
# choices
list_name,value,label
co_khong,Có,
co_khong,Không,
cap_txct,HĐND,
unit_type,xa,Xã
unit_type,doan_the,Đoàn thể
# rules
code,scope,severity,expression,relevant,missing,message
R1,form,error,thon_huong_uoc <= so_thon,so_thon > 0,skip,Số thôn ({so_thon}) không đúng.
R2,across,warning,SUM(thon_huong_uoc) <= SUM(so_thon),,skip,Tổng số thôn ({tong_thon}) không đúng.
R3,history,warning,so_thon = PREVIOUS(so_thon),,skip,Số thôn ({so_thon}) khác kỳ trước.
# figures
code,section,label,expression,format
tong_thon,III.1,Tổng số thôn,SUM(so_thon),count
gap_doi,III.1,Gấp đôi,tong_thon * 2,count
noi,III.1,Nơi tiếp xúc cử tri,LIST(txct.dong),list
# charts
code,title,type,section,items,unit_types
thon,Số thôn,column,III.1,so_thon thon_huong_uoc,xa
# footnotes
number,section,order,text
1,III.1,1,Có {tong_thon:02} thôn của tỉnh {ten_tinh}.
1,III.1,2,Tiếp xúc cử tri: {noi:;}.
# paragraphs
section,style,text
I,body,Toàn huyện có {tong_thon} thôn.[^1]
III.1,body,Không có gì thêm.
# document_styles
document_style,key,value,label
hd36_2018,margin_left,30,Lề trái
hd36_2018,body,14 bold,Lời văn
hd36_2018,motto_text,,Tiêu ngữ
"""

Tables = dict[str, list[list[str]]]


def small() -> Tables:
    """The small catalogue as rows of cells, by table."""
    return tables_of(SMALL)


def tables_of(text: str) -> Tables:
    """Tables written one below the other, each under its name, as rows of cells."""
    parts = text.strip().removeprefix("# ").split("\n# ")
    named = (part.partition("\n") for part in parts)
    return {name: list(csv.reader(lines.splitlines())) for name, _, lines in named}


def changed(table: str, cells: Mapping[str, str]) -> Tables:
    """The small catalogue with other values in some cells of a table ("B3")."""
    tables = small()
    for address, value in cells.items():
        row, column = coordinate_to_tuple(address)
        assert tables[table][row - 1][column - 1] != value
        tables[table][row - 1][column - 1] = value
    return tables


def written(tables: Tables, folder: Path) -> Path:
    """The tables as a folder of CSV files."""
    for name, lines in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(lines)
    return folder


def found_in(tables: Tables, folder: Path) -> tuple[Finding, ...]:
    """All findings about a catalogue; each must have its sentence."""
    _, findings = read_catalogue(written(tables, folder))
    assert all(message(f) for f in findings)
    return findings


def places(findings: tuple[Finding, ...]) -> list[tuple[str, str, str]]:
    """Code, file and cell of each finding."""
    return [(f.code, f.place.file, f.place.cell) for f in findings]


def only(findings: tuple[Finding, ...], code: str) -> Finding:
    """The one finding of a code."""
    (found,) = (f for f in findings if f.code == code)
    return found


def read(tables: Tables, folder: Path) -> CatalogueAt:
    """The tables, which are sound, at their period."""
    catalogue, findings = read_catalogue(written(tables, folder))
    assert findings == ()
    return catalogue.working


def told(findings: Iterable[Finding]) -> list[tuple[str, str, Place, Mapping[str, object]]]:
    """Of each finding its code, how bad it is, where, and what its sentence is told."""
    return [(f.code, str(f.severity), f.place, f.values) for f in findings]
