"""What a form's own check says of a cell, in the words that stand in the form and that reading looks for."""

from __future__ import annotations

OK, EMPTY, BOTH = "Đạt", "Chưa nhập", "Sai: chọn một trong hai"
NOT_NUMBER, NOT_WHOLE, OUTSIDE = "Sai: phải là số", "Sai: phải là số nguyên", "Sai: ngoài khoảng cho phép"
NOT_CHOICES = "Sai: có mục ngoài danh sách hoặc ghi hai lần"
NOT_CHOICE, NOT_DATE, BROKEN = "Sai: không có trong danh sách", "Sai: phải là ngày", "Sai: ô báo lỗi"
NOT_NIL = "Sai: chỉ chọn “không phát sinh”"
WRONG, LACKS = "Sai", "Thiếu: "
"""With what every word begins that means a wrong cell, and that names a column of a row as lacking."""
