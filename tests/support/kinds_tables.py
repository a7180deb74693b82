"""Rows that add the kinds of value which the shipped catalogue does not ask for: several choices, money, yes or no."""

from __future__ import annotations

KINDS_TABLES = {
    "choices": ["hinh_thuc,Hội nghị,", "hinh_thuc,Loa truyền thanh,", "hinh_thuc,Niêm yết,", "cap_huyen,\"Xã, phường\",", "cap_huyen,Huyện,"],
    "indicators": [
        "hinh_thuc_ck,III.1,XA CQ,Hình thức công khai,,select_multiple,,,,hinh_thuc,,COUNT,Ghi các hình thức đã dùng.",
        "cap_ck,III.1,XA,Cấp công khai,,select_multiple,,,,cap_huyen,,COUNT,Ghi các cấp.",
        "da_ck,III.1,XA CQ,Đã công khai quyết toán,,yes_no,yes,,,,,COUNT,Chọn Có hoặc Không.",
        "dan_gop,III.1,XA,Nhân dân đóng góp,đồng,money,,0,,,,SUM,Tổng số tiền.",
        "da_chi,III.1,XA,Đã chi,đồng,money,,0,,,,SUM,Tổng số tiền.",
        "con_lai,III.1,XA,Còn lại,đồng,money,,,,,dan_gop - da_chi,SUM,Tự tính.",
    ],
    "list_columns": [
        "txct,hinh_thuc_moi,Hình thức mời,select_multiple,hinh_thuc,,,20",
        "txct,truc_tuyen,Trực tuyến,yes_no,,,,10",
        "txct,kinh_phi,Kinh phí,money,,,,16",
    ],
    "rules": ["GOP,form,error,da_chi <= dan_gop,,skip,Đã chi ({da_chi}) không quá số đóng góp ({dan_gop})."],
    "figures": ["co_ck,III.1,Số nơi công khai,\"COUNTIF(da_ck, \"\"Có\"\")\",count", "tong_gop,III.1,Tổng đóng góp,SUM(dan_gop),grouped"],
}  # fmt: skip
