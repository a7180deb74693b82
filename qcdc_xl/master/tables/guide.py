"""*Hướng dẫn*: the clerk's way through the work."""

from __future__ import annotations

from qcdc_xl.master.layout import Sheet, SheetColumn
from qcdc_xl.master.tables.table import Content, MasterTable, always, listed, on
from qcdc_xl.totals.book_at import BookAt

SHEET = Sheet("Hướng dẫn", "HƯỚNG DẪN SỬ DỤNG SỔ TỔNG HỢP", "help", landscape=False, filtered=False)
COLUMNS = (SheetColumn("number", "Bước", 7, "cell_center"), SheetColumn("text", "Việc làm", 100))
STEPS = (
    "Chọn kỳ báo cáo: ở trang Danh mục, bảng Thiết lập, dòng “period” (ví dụ 2022-H1). Kiểm tra danh mục đơn vị, chỉ tiêu. Các nút nói dưới đây nằm ở thẻ QCDC trên thanh công cụ của Excel.",
    "Bấm Tạo biểu mẫu: biểu mẫu của từng đơn vị nằm trong thư mục KỲ/bieu-mau cạnh sổ này; gửi cho đơn vị qua thư điện tử.",
    "Khi có báo cáo gửi về, lưu tệp đính kèm vào máy rồi bấm Nhận báo cáo và chọn các tệp ấy (tên tệp thế nào cũng được, .xlsx, .xls hay .ods đều được). Chép thẳng vào thư mục KỲ/nhan cũng được.",
    "Bấm Tổng hợp: chương trình đọc, kiểm tra, cộng, điền vào sổ này và lưu; bản trước được giữ lại. Muốn xem lỗi trước khi tổng hợp thì bấm Kiểm tra.",
    "Bấm Tiến độ: ai đã nộp, ai có lỗi, ai chưa nộp. Lỗi cụ thể từng ô ở trang Kiểm tra; biểu mẫu điền sẵn kèm danh sách nội dung cần sửa để gửi trả đơn vị ở thư mục KỲ/tra-lai. Đơn vị gửi lại thì lặp lại bước 3 và 4: bản mới tự thay bản cũ.",
    "Xem các trang mục II.2 đến III.3 và Biểu tổng hợp: mỗi số đều có thể lần ngược về tệp, trang, ô mà đơn vị đã nhập (cột Nguồn).",
    "Xem trang Chú thích: các chú thích của báo cáo đã điền số. Sửa câu chữ ở cột Mẫu chú thích rồi bấm Điền chú thích; số liệu trong ngoặc nhọn tự thay.",
    "Soạn lời báo cáo ở trang Nội dung (mỗi đoạn một dòng, số liệu viết trong ngoặc nhọn, [^1] là dấu chú thích 1); chọn ý kiến của đơn vị ở trang Ý kiến đơn vị. Bấm Xuất báo cáo Word: tệp Word nằm trong thư mục KỲ/bao-cao; chưa đủ đơn vị thì ghi là dự thảo. Thay đổi so với bản trước ở trang Thay đổi.",
    "Nếu điền nhầm: bấm Hoàn tác để lấy lại sổ trước lần điền gần nhất.",
    "Được phép thêm trang, ghi chú, tô màu, đổi tên trang, chèn dòng, chèn cột. Không xóa các dòng, cột ẩn: chương trình tìm bảng nhờ chúng.",
    "“Không có số liệu” (ô trống), “0” và “không phát sinh” là ba điều khác nhau: trống là chưa báo cáo; 0 là có việc nhưng kết quả bằng không; không phát sinh là trong kỳ không có việc ấy.",
    "Nếu bấm nút mà không chạy: đóng sổ, mở lại từ thư mục làm việc (không mở thẳng từ thư điện tử), bấm “Enable Editing” (Cho phép chỉnh sửa) và “Enable Content” (Cho phép nội dung) nếu Excel hỏi. Vẫn không được thì chạy tệp doctor.cmd trong thư mục cài đặt để xem máy còn thiếu gì, hoặc báo người hỗ trợ.",
)


def content(book: BookAt, name: str) -> Content:
    """A row a step."""
    return listed(name, COLUMNS, list(enumerate(STEPS, start=1)))


TABLE = MasterTable("guide", on(SHEET), always(*COLUMNS), content, may_lack=True)
