"""The master as it is built: which tables stand on which sheet, with which headings, widths and formats.

Only the builder reads this. Afterwards the sheets belong to the users, and tables are found by marker.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qcdc_xl import __version__


@dataclass(frozen=True, slots=True)
class Look:
    """A column of a table: its key, its heading, its width, the format of its cells."""

    key: str
    head: str
    width: float
    form: str = "cell"
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, title, kind (tab colour), tables from top to bottom, a line of help."""

    name: str
    title: str
    kind: str
    tables: tuple[str, ...]
    help: str = ""
    landscape: bool = True
    protected: bool = True


PROGRESS, GUIDE, TOTALS, FIGURES, FOOTNOTES = "Tiến độ", "Hướng dẫn", "Biểu tổng hợp", "Số liệu", "Chú thích"
PARAGRAPHS, CHARTS, FINDINGS, LOG, CATALOGUE, SOURCES = (
    "Nội dung", "Biểu đồ", "Kiểm tra", "Nhật ký", "Danh mục", "Nguồn",
)  # fmt: skip
NARRATIVES, CHANGES, DRAFT = "Ý kiến đơn vị", "Thay đổi", "Bản xuất trước"

FRONT = (
    Sheet(PROGRESS, "TIẾN ĐỘ NỘP BÁO CÁO", "control", ("summary", "progress"),
          "Trang này do chương trình ghi sau mỗi lần tổng hợp."),
    Sheet(GUIDE, "HƯỚNG DẪN SỬ DỤNG SỔ TỔNG HỢP", "help", ("guide",), landscape=False),
)  # fmt: skip
BACK = (
    Sheet(TOTALS, "BIỂU TỔNG HỢP", "result", ("totals",),
          "Tổng số là công thức, lấy từ các trang mục II.2 đến III.3."),
    Sheet(FIGURES, "SỐ LIỆU DÙNG TRONG BÁO CÁO", "result", ("figures",),
          "Mỗi số liệu một dòng; thêm số liệu mới vào dòng trống cuối bảng. Bấm cột Nguồn để xem số liệu gốc.", protected=False),
    Sheet(FOOTNOTES, "CHÚ THÍCH CỦA BÁO CÁO", "result", ("footnotes",),
          "Cột Mẫu chú thích do cán bộ soạn, có {số liệu}; cột Chú thích hoàn chỉnh do chương trình ghi.", protected=False),
    Sheet(PARAGRAPHS, "NỘI DUNG BÁO CÁO", "result", ("paragraphs",),
          "Mỗi đoạn một dòng, dưới đây là mẫu; {số liệu} thay bằng số; [^1] là chú thích 1; giữ chữ đậm, nghiêng.", protected=False),
    Sheet(NARRATIVES, "Ý KIẾN, NỘI DUNG CÁC ĐƠN VỊ GỬI", "result", ("narratives",),
          "Chọn “Dùng” ở cột đầu để đưa ý kiến vào báo cáo, ở cuối mục tương ứng, kèm tên đơn vị; muốn sửa câu chữ thì chép sang trang Nội dung.", protected=False),
    Sheet(CHANGES, "THAY ĐỔI SO VỚI BẢN BÁO CÁO XUẤT TRƯỚC", "result", ("changes",),
          "Ghi sau mỗi lần xuất báo cáo Word: số liệu, đơn vị, đoạn văn, chú thích nào khác với bản trước."),
    Sheet(CHARTS, "BIỂU ĐỒ", "result", ()),
    Sheet(FINDINGS, "KẾT QUẢ KIỂM TRA", "control", ("across", "findings"),
          "Lỗi phải sửa rồi mới cộng; cảnh báo cần xem lại."),
    Sheet(LOG, "NHẬT KÝ TIẾP NHẬN", "control", ("log",), "Mỗi tệp nhận được một dòng, mới nhất ở cuối."),
    Sheet(CATALOGUE, "DANH MỤC", "catalogue", ("catalogue", "settings", "periods", "sections", "forms", "levels", "unit_changes", "charts"),
          "Sửa hoặc thêm dòng ngay trong bảng; các dòng trống cuối mỗi bảng dành để thêm.", protected=False),
    Sheet("DM Đơn vị", "DANH MỤC ĐƠN VỊ", "catalogue", ("units",),
          "Đơn vị sáp nhập: ghi ngày hết hiệu lực ở cột valid_to, không xóa dòng.", protected=False),
    Sheet("DM Chỉ tiêu", "DANH MỤC CHỈ TIÊU", "catalogue", ("indicators",),
          "Thêm một dòng là có chỉ tiêu mới trong biểu mẫu, bảng tổng hợp và số liệu.", protected=False),
    Sheet("DM Bảng kê", "DANH MỤC BẢNG KÊ VÀ LỰA CHỌN", "catalogue", ("lists", "list_columns", "choices"), protected=False),
    Sheet("DM Quy tắc", "DANH MỤC QUY TẮC KIỂM TRA", "catalogue", ("rules",),
          "Biểu thức viết như công thức Excel, dùng mã chỉ tiêu thay cho địa chỉ ô.", protected=False),
    Sheet("DM Thể thức", "THỂ THỨC VĂN BẢN", "catalogue", ("document_styles",),
          "Cỡ chữ như “14 bold italic”; độ dài tính bằng mm. Chọn thể thức ở trang Danh mục (document_style); thêm dòng để có thể thức riêng.", protected=False),
    Sheet(DRAFT, "NỘI DUNG BẢN BÁO CÁO XUẤT GẦN NHẤT", "control", ("draft",),
          "Chương trình giữ lại để so với bản xuất sau."),
    Sheet(SOURCES, "NGUỒN SỐ LIỆU", "control", ("values",),
          "Mỗi số liệu nhận được một dòng, kèm tệp, trang và ô gốc. Bấm cột cuối để mở đúng ô của tệp gốc."),
)  # fmt: skip

COLUMNS: Mapping[str, tuple[Look, ...]] = {
    "summary": (Look("label", "", 44, "total_text"), Look("value", "", 28, "state")),
    "progress": (
        Look("number", "TT", 5, "cell_center"), Look("name", "Đơn vị", 44), Look("type", "Loại", 28),
        Look("status", "Trạng thái", 19, "cell_center"), Look("received", "Nhận lúc", 17, "cell_time"),
        Look("file", "Tệp báo cáo", 34, "cell_link"), Look("errors", "Lỗi", 7, "cell_number"),
        Look("warnings", "Cảnh báo", 10, "cell_number"), Look("next", "Việc cần làm tiếp", 44),
        Look("unit.code", "", 10, hidden=True), Look("unit.type", "", 10, hidden=True),
        Look("form", "", 8, hidden=True), Look("in", "", 5, hidden=True), Look("period", "", 12, hidden=True),
        Look("modified", "", 12, hidden=True), Look("catalogue", "", 10, hidden=True),
    ),
    "guide": (Look("number", "Bước", 7, "cell_center"), Look("text", "Việc làm", 100)),
    "narratives": (
        Look("use", "Dùng", 9, "cell_center"), Look("section", "Mục", 8, "cell_center"), Look("name", "Đơn vị", 34),
        Look("label", "Nội dung hỏi", 34), Look("text", "Đơn vị viết", 80),
        Look("open", "Ô gốc", 10, "cell_link"), Look("key", "", 10, hidden=True),
    ),
    "changes": (
        Look("number", "TT", 5, "cell_center"), Look("kind", "Loại", 12, "cell_center"), Look("label", "Tên", 44),
        Look("what", "Thay đổi", 11, "cell_center"), Look("before", "Bản trước", 50),
        Look("now", "Bản này", 50),
    ),
    "draft": (
        Look("kind", "Loại", 12, "cell_center"), Look("key", "Mã", 24), Look("label", "Tên", 44),
        Look("text", "Bản xuất gần nhất", 90),
    ),
    "across": (
        Look("number", "TT", 5, "cell_center"), Look("severity", "Mức độ", 12, "cell_center"),
        Look("code", "Quy tắc", 22), Look("text", "Điều kiện toàn cấp phải đúng", 80),
        Look("state", "Kết quả", 24, "cell_center"),
    ),
    "findings": (
        Look("number", "TT", 5, "cell_center"), Look("severity", "Mức độ", 12, "cell_center"),
        Look("unit", "Đơn vị", 22), Look("message", "Nội dung và cách xử lý", 80), Look("file", "Tệp", 24),
        Look("sheet", "Trang", 14), Look("cell", "Ô", 8, "cell_center"),
        Look("indicator", "Mã chỉ tiêu", 24), Look("code", "Mã lỗi", 22),
        Look("open", "Mở", 10, "cell_link"),
    ),
    "log": (
        Look("time", "Thời gian", 17, "cell_time"), Look("outcome", "Kết quả", 22), Look("unit", "Đơn vị", 34),
        Look("file", "Tệp", 40), Look("message", "Ghi chú", 50), Look("sha256", "Mã băm (SHA-256)", 34),
    ),
    "values": (
        Look("period", "Kỳ", 10), Look("unit", "Mã đơn vị", 12), Look("item", "Mã chỉ tiêu", 30),
        Look("row", "Dòng", 7, "cell_number"), Look("value", "Giá trị", 30), Look("file", "Tệp", 34),
        Look("sheet", "Trang", 18), Look("cell", "Ô", 8, "cell_center"), Look("open", "Mở ô gốc", 10, "cell_link"),
        Look("sha256", "", 12, hidden=True),
    ),
    "catalogue": (Look("table", "Bảng", 20), Look("label", "Nội dung", 70), Look("open", "Mở", 16, "cell_link")),
}  # fmt: skip
"""The columns of the tables whose columns do not depend on the catalogue."""

OUTPUTS: Mapping[str, tuple[Look, ...]] = {
    "figures": (
        Look("value", "Giá trị", 40, "cell_figure"), Look("shown", "Cách viết", 40),
        Look("source", "Nguồn", 14, "cell_link"),
    ),
    "footnotes": (Look("result", "Chú thích hoàn chỉnh", 70, "cell_top"), Look("source", "Nguồn", 14, "cell_link")),
}  # fmt: skip
"""Columns that the program fills beside a catalogue table."""

SPARE_ROWS = 10
"""Blank rows at the end of every catalogue table, for staff to add to."""

STEPS = (
    "Chọn kỳ báo cáo: ở trang Danh mục, bảng Thiết lập, dòng “period” (ví dụ 2022-H1). Kiểm tra danh mục đơn vị, chỉ tiêu. Các nút nói dưới đây nằm ở thẻ QCDC trên thanh công cụ của Excel.",
    "Bấm Tạo biểu mẫu: biểu mẫu của từng đơn vị nằm trong thư mục KỲ/bieu-mau cạnh sổ này; gửi cho đơn vị qua thư điện tử.",
    "Khi có báo cáo gửi về, lưu tệp đính kèm vào máy rồi bấm Nhận báo cáo và chọn các tệp ấy (tên tệp thế nào cũng được, .xlsx, .xls hay .ods đều được). Chép thẳng vào thư mục KỲ/nhan cũng được.",
    "Bấm Tổng hợp: chương trình đọc, kiểm tra, cộng, điền vào sổ này và lưu; bản trước được giữ lại. Muốn xem lỗi trước khi tổng hợp thì bấm Kiểm tra.",
    "Bấm Tiến độ: ai đã nộp, ai có lỗi, ai chưa nộp. Lỗi cụ thể từng ô ở trang Kiểm tra; danh sách lỗi để gửi trả đơn vị ở thư mục KỲ/tra-lai. Đơn vị gửi lại thì lặp lại bước 3 và 4: bản mới tự thay bản cũ.",
    "Xem các trang mục II.2 đến III.3 và Biểu tổng hợp: mỗi số đều có thể lần ngược về tệp, trang, ô mà đơn vị đã nhập (cột Nguồn).",
    "Xem trang Chú thích: các chú thích của báo cáo đã điền số. Sửa câu chữ ở cột Mẫu chú thích rồi bấm Điền chú thích; số liệu trong ngoặc nhọn tự thay.",
    "Soạn lời báo cáo ở trang Nội dung (mỗi đoạn một dòng, số liệu viết trong ngoặc nhọn, [^1] là dấu chú thích 1); chọn ý kiến của đơn vị ở trang Ý kiến đơn vị. Bấm Xuất báo cáo Word: tệp Word nằm trong thư mục KỲ/bao-cao; chưa đủ đơn vị thì ghi là dự thảo. Thay đổi so với bản trước ở trang Thay đổi.",
    "Nếu điền nhầm: bấm Hoàn tác để lấy lại sổ trước lần điền gần nhất.",
    "Được phép thêm trang, ghi chú, tô màu, đổi tên trang, chèn dòng, chèn cột. Không xóa các dòng, cột ẩn: chương trình tìm bảng nhờ chúng.",
    "“Không có số liệu” (ô trống), “0” và “không phát sinh” là ba điều khác nhau: trống là chưa báo cáo; 0 là có việc nhưng kết quả bằng không; không phát sinh là trong kỳ không có việc ấy.",
    "Nếu bấm nút mà không chạy: đóng sổ, mở lại từ thư mục làm việc (không mở thẳng từ thư điện tử), bấm “Enable Editing” (Cho phép chỉnh sửa) và “Enable Content” (Cho phép nội dung) nếu Excel hỏi. Vẫn không được thì chạy tệp doctor.cmd trong thư mục cài đặt để xem máy còn thiếu gì, hoặc báo người hỗ trợ.",
)
"""The clerk's way through the work, on the sheet *Hướng dẫn*."""

SETTINGS_SHEET = "qcdc.conf"
"""The hidden sheet in which xlwings looks for its settings first, before any file of the user's."""

SETTINGS = (
    ("INTERPRETER_WIN", "%QCDC_PYTHON%"),
    ("ADD_WORKBOOK_TO_PYTHONPATH", "False"),
    ("QCDC_VERSION", __version__),
    ("QCDC_TITLE", "Quy chế dân chủ cơ sở"),
    ("QCDC_STARTING", "QCDC: đang khởi động …"),
    ("QCDC_SHEET_GONE", "Không tìm thấy trang này. Có thể trang đã bị xóa; hãy bấm Hoàn tác hoặc tạo lại sổ tổng hợp."),
    ("QCDC_NOT_INSTALLED", "Máy này chưa cài chương trình QCDC nên các nút chưa chạy được. Chạy tệp install.cmd trong thư mục cài đặt, sau đó đóng hết Excel rồi mở lại sổ này."),
    ("QCDC_FAILED", "Excel không gọi được chương trình QCDC. Đóng hết Excel, mở lại sổ rồi bấm lại; nếu vẫn vậy, chạy tệp doctor.cmd trong thư mục cài đặt."),
    ("QCDC_BLOCKED", "Máy này không cho Excel dùng Windows Script Host nên các nút không chạy được. Đề nghị người quản trị máy cho phép, sau đó mở lại sổ này."),
    ("QCDC_OTHER_VERSION", "Sổ này cần chương trình QCDC phiên bản {0}, còn máy đang có phiên bản {1}. Chạy tệp install.cmd của phiên bản {0}, sau đó đóng hết Excel rồi mở lại sổ này."),
)  # fmt: skip
"""xlwings' settings: the environment that the installer named, nothing imported from the workbook's folder. And the
texts that VBA shows, which its own source, being ANSI, cannot hold."""
