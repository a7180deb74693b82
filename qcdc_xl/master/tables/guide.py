"""*Hướng dẫn*: the clerk's way through the work."""

from __future__ import annotations

from qcdc_xl.master.layout import Sheet, SheetColumn
from qcdc_xl.master.tables.table import Content, MasterTable, always, listed, on
from qcdc_xl.totals.book_at import BookAt

SHEET = Sheet("Hướng dẫn", "HƯỚNG DẪN SỬ DỤNG SỔ TỔNG HỢP", "help", landscape=False, filtered=False)
COLUMNS = (SheetColumn("number", "Bước", 7, "cell_center"), SheetColumn("text", "Việc làm", 100))
STEPS = (
    "Chọn kỳ báo cáo ở trang Danh mục, bảng Thiết lập, dòng “period” (ví dụ 2022-H1), và sửa cả các dòng viết tên kỳ, năm, số, ngày của báo cáo. Kiểm tra đơn vị, chỉ tiêu, quy tắc ở các trang DM Đơn vị, DM Chỉ tiêu, DM Quy tắc. Các nút nói dưới đây nằm ở thẻ QCDC trên thanh công cụ của Excel.",
    "Bấm Tạo biểu mẫu: biểu mẫu của từng đơn vị nằm trong thư mục KỲ/bieu-mau cạnh sổ này; gửi cho đơn vị qua thư điện tử.",
    "Khi có báo cáo gửi về, lưu tệp đính kèm vào máy rồi bấm Nhận báo cáo và chọn các tệp đó (không phụ thuộc tên tệp; nhận .xlsx, .xls, .ods). Có thể chép thẳng vào thư mục KỲ/nhan.",
    "Bấm Tổng hợp: chương trình đọc, kiểm tra, cộng, điền vào sổ này và lưu; bản trước được giữ lại. Muốn xem lỗi trước khi tổng hợp thì bấm Kiểm tra.",
    "Bấm Tiến độ để biết đơn vị nào đã gửi báo cáo, báo cáo nào có lỗi, đơn vị nào chưa gửi. Lỗi của từng ô ghi ở trang Kiểm tra; biểu mẫu điền sẵn kèm danh sách nội dung cần sửa để gửi trả đơn vị ở thư mục KỲ/tra-lai. Đơn vị gửi lại thì lặp lại bước 3 và 4: báo cáo mới tự thay báo cáo cũ.",
    "Xem các trang mục II.2 đến III.3 và Biểu tổng hợp: mỗi số đều có thể lần ngược về tệp, trang, ô mà đơn vị đã nhập (cột Nguồn).",
    "Xem trang Chú thích: các chú thích của báo cáo đã điền số. Sửa câu chữ ở cột Mẫu chú thích rồi bấm Điền chú thích; số liệu trong ngoặc nhọn tự thay.",
    "Soạn nội dung báo cáo ở trang Nội dung (mỗi đoạn một dòng, số liệu viết trong ngoặc nhọn, [^1] là dấu chú thích 1); chọn ý kiến của đơn vị ở trang Ý kiến đơn vị. Bấm Xuất báo cáo Word: tệp Word nằm trong thư mục KỲ/bao-cao; chưa đủ đơn vị thì ghi là dự thảo. Thay đổi so với bản trước ở trang Thay đổi.",
    "Nếu điền nhầm: bấm Hoàn tác để lấy lại sổ trước lần điền gần nhất.",
    "Được phép thêm trang, ghi chú, tô màu, đổi tên trang, chèn dòng, chèn cột. Không xóa các dòng, cột ẩn: chương trình tìm bảng nhờ chúng.",
    "“Không có số liệu” (ô trống), “0” và “không phát sinh” là ba điều khác nhau: trống là chưa báo cáo; 0 là có việc mà kết quả bằng không; không phát sinh là trong kỳ không có việc đó.",
    "Nếu bấm nút mà không chạy: (1) đóng sổ, mở lại từ thư mục làm việc, không mở thẳng từ thư điện tử; (2) bấm Cho phép chỉnh sửa (Enable Editing), Cho phép nội dung (Enable Content) nếu Excel hỏi; (3) vẫn không được thì chạy tệp doctor.cmd trong thư mục cài đặt, hoặc báo người hỗ trợ.",
)


def content(book: BookAt, name: str) -> Content:
    """A row a step."""
    return listed(name, COLUMNS, list(enumerate(STEPS, start=1)))


TABLE = MasterTable("guide", on(SHEET), always(*COLUMNS), content, may_lack=True)
