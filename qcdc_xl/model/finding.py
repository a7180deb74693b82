"""Findings: trouble in users' data, as data.

Every step of the flow returns `(value, findings)`. A finding keeps its code and its values; the
Vietnamese sentence is made at the edge by :func:`message`, so the code is never lost. The place is
where the sender sees it: file, sheet as it is called now, cell as in Excel ("D12"). Whoever makes a finding
gives just the values that its sentence names; one too few or too many is our bug and raises at once.

The table ``CODES`` is the whole list of what can be found; the manual and the tests read it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from string import Formatter
from types import MappingProxyType


class Severity(StrEnum):
    """How much a finding weighs: an error keeps a return out of the totals, a warning does not."""

    ERROR = "error"
    WARNING = "warning"

    @property
    def label(self) -> str:
        """The word staff read: "Lỗi" or "Cảnh báo"."""
        return "Lỗi" if self is Severity.ERROR else "Cảnh báo"


ERROR, WARNING = Severity.ERROR, Severity.WARNING


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of finding: its usual severity and its sentence (where, what is wrong, what to do)."""

    severity: Severity
    text: str


# fmt: off
CODES: Mapping[str, Code] = MappingProxyType({
    # files and marked tables
    "FILE_UNREADABLE": Code(ERROR, "Không đọc được tệp này ({reason}). {remedy}"),
    "FILE_NOT_WORKBOOK": Code(ERROR, "Tệp “{name}” là {what}, không phải bảng tính Excel (.xlsx, .xlsm, .xlsb, .xls, .ods). Đề nghị nhập số liệu và gửi lại trên biểu mẫu đã nhận."),
    "FILE_NOT_FORM": Code(ERROR, "Tệp “{name}” là {what}, không phải biểu mẫu đã giao. Nếu đây là báo cáo, đề nghị nhập vào biểu mẫu đã giao rồi gửi lại."),
    "FILE_WAITING": Code(WARNING, "Tệp này đang mở ở chương trình khác hoặc đang được sao chép nên chưa đọc. Đề nghị đóng tệp, chờ sao chép xong, rồi bấm lại."),
    "FILES_NOT_RETURNS": Code(WARNING, "Thư mục nhận có {count} tệp không phải báo cáo nên chương trình bỏ qua: {kinds}. Không cần làm gì; nếu trong đó có báo cáo của đơn vị, đề nghị đơn vị nhập vào biểu mẫu đã giao."),
    "FILES_UNREADABLE": Code(ERROR, "Thư mục nhận có {count} tệp hỏng, không rõ của đơn vị nào, nên không lập danh sách nội dung cần sửa cho từng tệp: {names}. Đề nghị xem lại nơi gửi các tệp này, rồi chuyển chúng ra khỏi thư mục nhận."),
    "FILES_WAITING": Code(WARNING, "Còn {count} tệp đang mở ở chương trình khác hoặc đang được sao chép nên để lần sau: {names}. Đề nghị đóng các tệp này rồi bấm lại Tổng hợp (nếu không có chương trình nào mở, xóa tệp cùng tên bắt đầu bằng “~$”)."),
    "FILE_TOO_LARGE": Code(ERROR, "Tệp này lớn khác thường ({reason}) nên chương trình không đọc. Biểu mẫu chỉ khoảng 30 KB: đề nghị bỏ hình ảnh và dữ liệu thừa, hoặc nhập lại trên biểu mẫu gốc, rồi gửi lại."),
    "FINDINGS_MORE": Code(WARNING, "Tệp này còn {count} lỗi và cảnh báo khác, không liệt kê hết ở đây. Đề nghị sửa những chỗ đã nêu, hoặc nhập lại trên biểu mẫu gốc, rồi gửi lại để kiểm tra tiếp."),
    "CELL_FAR_AWAY": Code(WARNING, "Ô này nằm cách xa biểu mẫu nhưng có ghi “{value}”, có thể do bấm nhầm; chương trình không đọc những ô ở xa như vậy. Nếu là số liệu của báo cáo, đề nghị ghi vào đúng chỗ trong biểu mẫu; nếu không, đề nghị xóa nội dung ô này."),
    "TABLE_MISSING": Code(ERROR, "Không tìm thấy phần “{table}” của biểu mẫu. Có thể trang chứa phần này đã bị xóa; đề nghị nhập lại trên biểu mẫu gốc."),
    "TABLE_DOUBLED": Code(ERROR, "“{key}” xuất hiện hai lần trong phần “{table}” với hai giá trị khác nhau ({first} và {second}). Đề nghị giữ lại một dòng, xóa dòng thừa."),
    "TABLE_NO_END": Code(WARNING, "Phần “{table}” thiếu dòng đánh dấu kết thúc; chương trình đã đọc đến hết trang. Đề nghị kiểm tra lại các dòng cuối."),
    "TABLE_NO_COLUMN": Code(ERROR, "Phần “{table}” thiếu cột “{column}”. Đề nghị nhập lại trên biểu mẫu gốc, không xóa cột."),
    "ROW_NO_CODE": Code(ERROR, "Dòng này có số liệu “{value}” nhưng không thuộc dòng nào của biểu mẫu nên không biết là chỉ tiêu nào. Đề nghị nhập vào đúng dòng của biểu mẫu rồi xóa dòng này."),
    "TABLE_COPIED": Code(WARNING, "Phần “{table}” có thêm một bản ở trang này, giống bản ở trang “{first}” hoặc để trống; chương trình chỉ đọc một bản. Đề nghị xóa trang thừa."),
    "TABLE_TWICE": Code(ERROR, "Phần “{table}” có hai bản khác nhau, ở trang “{first}” và ở trang này, nên không biết bản nào đúng. Đề nghị giữ lại một bản, xóa trang thừa."),
    "STAMP_TWICE": Code(ERROR, "Tệp có các trang của hai biểu mẫu khác nhau: trang “{sheet}” của {first}, trang này của {second}. Đề nghị chép số liệu vào đúng một biểu mẫu rồi gửi lại."),
    "COLUMN_TWICE": Code(ERROR, "Phần “{table}” có hai cột cùng là “{column}” (cột thứ nhất ở ô {first}) nên không biết lấy số ở cột nào. Đề nghị xóa cột thừa, hoặc nhập lại trên biểu mẫu gốc."),
    "ROW_BELOW_END": Code(ERROR, "Dòng này (“{value}”) nằm dưới bảng kê nên không được tính. Đề nghị chuyển vào một dòng trong bảng; nếu hết chỗ, chèn thêm dòng phía trên dòng cuối của bảng."),
    "ROW_HAS_ERROR": Code(ERROR, "Dòng này có ô báo lỗi của Excel (ví dụ #REF!, #N/A). Đề nghị xóa công thức và nhập lại nội dung của ô đó."),
    "ROW_REPEATED": Code(WARNING, "Dòng này của bảng kê giống hệt dòng có ô {first}, có thể bị chép hai lần nên được tính hai lần. Nếu là hai việc khác nhau thì giữ nguyên; nếu không, đề nghị xóa dòng thừa."),
    "ROW_MISSING": Code(ERROR, "Biểu mẫu đã giao có dòng “{label}”, tệp này không còn dòng đó nên không biết số liệu báo cáo. Đề nghị nhập lại trên biểu mẫu gốc, không xóa dòng."),
    "ROW_OTHER_LABEL": Code(ERROR, "Dòng này in “{printed}” nhưng trong biểu mẫu đã giao là dòng “{label}”: các dòng đã bị đổi chỗ. Đề nghị nhập lại trên biểu mẫu gốc, không chuyển hoặc sắp xếp các dòng."),
    "ROW_LABEL_CHANGED": Code(WARNING, "Dòng này in “{printed}”, biểu mẫu gốc ghi “{label}”. Chương trình tính theo biểu mẫu gốc; đề nghị kiểm tra xem số liệu có đúng chỉ tiêu đó không."),
    "UNIT_PRINTED": Code(ERROR, "Biểu mẫu in tên đơn vị “{printed}” nhưng là biểu mẫu đã giao cho “{unit}”. Đề nghị nhập vào đúng biểu mẫu của đơn vị rồi gửi lại."),
    "PERIOD_PRINTED": Code(ERROR, "Biểu mẫu in kỳ báo cáo “{printed}” nhưng là biểu mẫu của kỳ “{period}”. Đề nghị nhập vào đúng biểu mẫu của kỳ rồi gửi lại."),
    # who, when, which form
    "UNIT_MISSING": Code(ERROR, "Biểu mẫu không ghi đơn vị báo cáo. Đề nghị nhập lại trên biểu mẫu do Ban Chỉ đạo gửi."),
    "UNIT_UNKNOWN": Code(ERROR, "Mã đơn vị “{unit_code}” ghi trong biểu mẫu không có trong danh mục của kỳ này. Đề nghị nhập lại trên biểu mẫu của kỳ này."),
    "PERIOD_WRONG": Code(ERROR, "Báo cáo ghi kỳ “{found}”, không phải kỳ “{expected}” đang tổng hợp. Nếu đơn vị nộp cho kỳ đó, chuyển tệp vào thư mục nhận của kỳ đó; nếu ghi nhầm kỳ, đề nghị lập lại trên biểu mẫu của kỳ đang tổng hợp."),
    "FORM_WRONG": Code(ERROR, "Báo cáo được lập trên biểu mẫu {found}, trong khi đơn vị dùng biểu mẫu {expected}. Đề nghị lập lại trên đúng biểu mẫu."),
    "FORM_OUTDATED": Code(WARNING, "Báo cáo được lập trên biểu mẫu cũ. Số liệu vẫn được nhận.{changes} Đề nghị đối chiếu các chỉ tiêu đã thay đổi và dùng biểu mẫu mới từ lần sau."),
    # cells
    "CODE_UNKNOWN": Code(WARNING, "Dòng “{key}” (ghi “{value}”) không có trong biểu mẫu hiện nay nên không được cộng. Đề nghị kiểm tra xem có dùng biểu mẫu cũ không."),
    "VALUE_MISSING": Code(ERROR, "Chưa nhập “{label}”. Đề nghị bổ sung{advice}."),
    "VALUE_NOT_NUMBER": Code(ERROR, "“{label}” phải là số, nhưng ô này ghi “{value}”. Đề nghị nhập lại bằng số."),
    "VALUE_NOT_WHOLE": Code(ERROR, "“{label}” phải là số nguyên, nhưng ô này là {value}{guess}. Đề nghị sửa lại cho đúng."),
    "VALUE_AS_TEXT": Code(WARNING, "“{label}” được nhập dưới dạng chữ “{text}”; chương trình hiểu là {value}. Đề nghị nhập lại dưới dạng số."),
    "VALUE_BELOW_MIN": Code(ERROR, "“{label}” là {value}, nhỏ hơn mức thấp nhất cho phép ({limit}). Đề nghị kiểm tra lại số liệu."),
    "VALUE_ABOVE_MAX": Code(ERROR, "“{label}” là {value}, lớn hơn mức cao nhất cho phép ({limit}). Đề nghị kiểm tra lại số liệu."),
    "VALUE_NOT_CHOICE": Code(ERROR, "Ô “{label}” ghi “{value}”, không có trong danh sách ({choices}). Đề nghị chọn một mục trong danh sách."),
    "VALUE_CHOICE_TWICE": Code(ERROR, "Ô “{label}” ghi “{value}”, trong đó mục “{choice}” có hai lần. Đề nghị mỗi mục chỉ ghi một lần."),
    "VALUE_NOT_DATE": Code(ERROR, "“{label}” phải là ngày tháng năm (ví dụ 08/6/2022), nhưng ô này ghi “{value}”. Đề nghị nhập lại ngày."),
    "VALUE_IS_ERROR": Code(ERROR, "Ô “{label}” đang báo lỗi {value} của Excel. Đề nghị xóa công thức và nhập lại số liệu."),
    "VALUE_NOT_CALCULATED": Code(ERROR, "Ô “{label}” có công thức chưa được tính nên chưa có kết quả. Đề nghị mở tệp bằng Excel, chờ Excel tính xong, bấm Lưu rồi gửi lại; hoặc nhập thẳng số liệu vào ô."),
    "VALUE_LOST": Code(ERROR, "Ô “{label}” có công thức cho kết quả là chữ nhưng tệp .xls không giữ được kết quả đó. Đề nghị mở tệp gốc, lưu lại dạng .xlsx rồi gửi lại; hoặc nhập thẳng nội dung vào ô."),
    "VALUE_ZERO_BY_FORMULA": Code(ERROR, "Ô “{label}” có công thức cho kết quả 0, mà tệp .xls có khi ghi 0 thay cho kết quả thật nên không biết có đúng là 0 không. Đề nghị xóa công thức và nhập thẳng số liệu vào ô."),
    "VALUE_COVERED": Code(ERROR, "Ô “{label}” đã bị gộp với ô {first} nên không còn chỗ ghi riêng. Đề nghị bỏ gộp ô rồi ghi số liệu vào đúng ô của từng dòng, từng cột."),
    "VALUE_SHOWN_OTHERWISE": Code(ERROR, "Ô “{label}” chứa số {value} nhưng định dạng của ô làm người xem thấy số khác (phần trăm, hàng nghìn) hoặc không thấy gì, nên không rõ số nào đúng. Đề nghị đổi định dạng ô thành Chung (General) rồi nhập lại số liệu."),
    "VALUE_AND_NIL": Code(ERROR, "“{label}” vừa có số liệu ({value}) vừa chọn “không phát sinh”. Đề nghị chỉ giữ một trong hai."),
    "VALUE_UNCLEAR": Code(ERROR, "“{label}” ghi “{text}”: không rõ là {one} hay {other}. Đề nghị nhập lại thành số, không ghi dấu phân cách."),
    "VALUE_DECODED": Code(WARNING, "“{label}” được gõ bằng bảng mã cũ (TCVN3, VNI): “{text}”; chương trình đọc là “{value}”. Đề nghị kiểm tra lại; lần sau dùng phông Unicode."),
    "VALUE_DATE_OUTSIDE": Code(WARNING, "“{label}” ghi ngày {value}, ngoài kỳ báo cáo ({start} đến {end}). Đề nghị kiểm tra lại ngày; nếu đúng thì không cần sửa."),
    "VALUE_IN_NIL": Code(ERROR, "Ô “không phát sinh” của “{label}” ghi “{value}”. Ô này chỉ chọn “không phát sinh” hoặc để trống; nếu là số liệu, đề nghị nhập vào ô Số liệu."),
    "VALUE_BESIDE": Code(ERROR, "Ô này ghi “{value}”, còn ô Số liệu {home} của cùng dòng để trống. Đề nghị nhập số liệu vào ô {home}, xóa số ở ô này."),
    "VALUE_TOO_LONG": Code(WARNING, "“{label}” dài {length} ký tự, vượt quá {limit}; phần thừa bị cắt. Đề nghị rút gọn nội dung."),
    "DERIVED_CHANGED": Code(WARNING, "“{label}” do biểu mẫu tự tính: đúng ra là {expected}, ô này ghi {value}. Chương trình dùng số tự tính; đề nghị khôi phục công thức của ô."),
    "VALUE_AS_DATE": Code(WARNING, "“{label}” hiện là “{shown}” vì ô mang định dạng ngày hoặc giờ; chương trình đọc là số {value}. Đề nghị kiểm tra; lần sau dán bằng Dán đặc biệt - Giá trị để giữ định dạng của ô."),
    "LIST_UNANSWERED": Code(ERROR, "“{label}” chưa có dòng nào và chưa chọn “không phát sinh”. Đề nghị ghi các dòng của bảng kê; nếu trong kỳ không phát sinh thì chọn “không phát sinh” ở ô này."),
    "LIST_AND_NIL": Code(ERROR, "“{label}” vừa có dòng (số dòng: {rows}) vừa chọn “không phát sinh”. Đề nghị chỉ giữ một trong hai: xóa các dòng, hoặc xóa lựa chọn ở ô này."),
    "LIST_NIL_WRONG": Code(ERROR, "Ô “không phát sinh” của “{label}” ghi “{value}”. Đề nghị chọn “không phát sinh” trong danh sách, hoặc để trống ô này và ghi các dòng của bảng kê."),
    "LIST_EMPTY": Code(WARNING, "“{label}” để trống; biểu mẫu này chưa có ô “không phát sinh” cho bảng kê nên không rõ là không phát sinh hay chưa ghi. Đề nghị xác nhận với đơn vị."),
    # rules
    "RULE_BROKEN": Code(ERROR, "{text} (Quy tắc {rule})"),
    # numbers that are odd beside others
    "VALUE_JUMPED": Code(WARNING, "{what} là {value}, trong khi kỳ “{period}” là {before}{others}. Đề nghị xem có ghi thừa chữ số hoặc nhầm dòng không; nếu số đúng thì không cần làm gì."),
    "VALUE_DROPPED": Code(WARNING, "{what} là {value}, trong khi kỳ “{period}” là {before}{others}. Đề nghị xem có bỏ sót hoặc nhầm dòng không; nếu số đúng thì không cần làm gì."),
    "VALUES_COPIED": Code(WARNING, "Có {same} trong {compared} số liệu của báo cáo này giống hệt kỳ “{period}”, ví dụ {what} cùng là {value}. Đề nghị xem đơn vị có gửi lại số liệu của kỳ trước không; nếu số đúng thì không cần làm gì."),
    "VALUE_OUTLYING": Code(WARNING, "{what} là {value}, khác xa các đơn vị cùng loại (thường khoảng {middle}){others}. Đề nghị xem có ghi thừa hoặc thiếu chữ số, nhầm dòng không; nếu số đúng thì không cần làm gì."),
    "UNUSUAL_MORE": Code(WARNING, "Còn {count} chỗ có số liệu khác thường so với kỳ trước hoặc so với các đơn vị cùng loại, ít khác hơn những chỗ đã nêu nên không liệt kê; của: {units}. Đề nghị xem lại số liệu của các đơn vị này; nếu số đúng thì không cần làm gì."),
    # the inbox and the master
    "ORIGINAL_LOST": Code(ERROR, "Không còn báo cáo gốc “{name}” trong thư mục “luu” nên không đối chiếu được số liệu của đơn vị. Nếu còn tệp đã nhận (trong thư điện tử, thư mục khác), chạy “qcdc verify SỔ --from THƯ_MỤC” để lấy lại; nếu không, đề nghị đơn vị gửi lại."),
    "ORIGINAL_ALTERED": Code(ERROR, "Báo cáo gốc “{name}” trong thư mục “luu” đã bị sửa hoặc hỏng, không còn đúng như khi nhận. Nếu còn tệp đã nhận (trong thư điện tử, thư mục khác), chạy “qcdc verify SỔ --from THƯ_MỤC” để lấy lại; nếu không, đề nghị đơn vị gửi lại."),
    "ORIGINAL_RESTORED": Code(WARNING, "Báo cáo gốc “{name}” trong thư mục “luu” bị mất hoặc bị sửa; chương trình đã lấy lại đúng bản đó từ “{source}”. Không cần làm gì thêm."),
    "VALUE_NOT_OF_ORIGINAL": Code(ERROR, "Sổ ghi “{found}” nhưng báo cáo gốc của đơn vị ghi “{expected}” ở ô này. Bấm Tổng hợp để đọc lại báo cáo gốc (nếu tệp không còn trong thư mục nhận, chép từ thư mục “luu” vào thư mục nhận trước)."),
    "RETURN_SUPERSEDED": Code(WARNING, "Trong kỳ có hai báo cáo của đơn vị; chương trình dùng “{kept}”, tệp này là báo cáo cũ nên không cộng. Nếu đúng như vậy thì không phải làm gì."),
    "VALUE_OVERTYPED": Code(WARNING, "Ô này trong sổ tổng hợp đã bị sửa tay thành “{found}”; báo cáo gốc của đơn vị ghi “{expected}”. Chương trình đã ghi lại số gốc; nếu số gốc sai, đề nghị đơn vị gửi báo cáo đã sửa."),
    "SHEET_HIDDEN": Code(WARNING, "Danh mục của kỳ đang làm không còn mục hoặc bảng kê ở trang này nên trang được ẩn; số liệu trên trang vẫn còn nguyên. Muốn xem lại: bấm chuột phải vào tên một trang bất kỳ, chọn Unhide (Bỏ ẩn). Muốn dùng tiếp: ghi lại dòng đã bỏ với đúng mã cũ ở trang Danh mục."),
    "MASTER_TABLE_MISSING": Code(ERROR, "Sổ tổng hợp thiếu bảng “{table}”, có thể trang chứa bảng đã bị xóa. Bấm Hoàn tác để lấy lại bản trước, hoặc lấy bản trong thư mục sao-luu."),
    "OVER_TIME_DIFFERS": Code(WARNING, "“{label}” của {period} là {value} theo {used}, nhưng là {other} theo {parts}; chương trình dùng số {value}. Đề nghị đơn vị rà soát và gửi lại báo cáo có số chưa đúng."),
    # the clerk's word
    "DECISION_UNKNOWN": Code(ERROR, "“{value}” không phải là một quyết định nên chưa được thực hiện. Chọn một mục trong danh sách ({choices}) hoặc xóa ô này, rồi bấm lại."),
    "DECISION_NO_REASON": Code(ERROR, "Quyết định “{decision}” đối với “{unit}” chưa có lý do nên chưa được thực hiện. Ghi lý do ở cột Lý do, hoặc xóa quyết định, rồi bấm lại."),
    "DECISION_NO_RETURN": Code(ERROR, "Quyết định “{decision}” chưa được thực hiện vì chưa có báo cáo nào của “{unit}” để quyết định. Đặt báo cáo vào thư mục nhận, bấm Tổng hợp, rồi chọn lại."),
    "DECISION_IN_USE": Code(ERROR, "Quyết định “Không nộp” chưa được thực hiện vì số liệu của “{unit}” đang được tính. Nếu không dùng báo cáo đó, chọn “Để lại” và tổng hợp lại trước."),
    "DECISION_REFUSED": Code(ERROR, "Quyết định nhận báo cáo này dù còn lỗi không thực hiện được: {reason}. Đề nghị đơn vị nộp lại trên đúng biểu mẫu của mình; xóa quyết định ở trang Tiến độ."),
    "DECISION_ENDED": Code(WARNING, "Quyết định “{decision}” đối với “{unit}” hết hiệu lực vì đơn vị đã có báo cáo khác được dùng (“{kept}”). Không cần làm gì nếu đúng như vậy."),
    "VALUE_AMENDED": Code(WARNING, "“{label}” được sửa theo điện thoại từ {old} thành {new}; lý do: {reason}. Báo cáo gốc giữ nguyên. Không cần làm gì nếu đúng như vậy."),
    "AMENDMENT_UNCLEAR": Code(ERROR, "Dòng sửa theo điện thoại này chưa thực hiện được vì chưa rõ: {lacking}. Chọn trong danh sách, ghi đủ rồi bấm lại; hoặc xóa dòng này."),
    "AMENDMENT_NO_REASON": Code(ERROR, "Dòng sửa theo điện thoại này chưa có lý do nên chưa được thực hiện. Ghi lý do (người báo, lúc nào) rồi bấm lại; hoặc xóa dòng này."),
    "AMENDMENT_NO_RETURN": Code(ERROR, "Chưa có báo cáo nào của đơn vị này để sửa. Đặt báo cáo vào thư mục nhận, bấm Tổng hợp, rồi bấm lại; hoặc xóa dòng này."),
    "AMENDMENT_VOID": Code(WARNING, "Sửa theo điện thoại thành {new} không được thực hiện: {reason}. Kiểm tra lại với đơn vị, sửa hoặc xóa dòng ở trang Sửa theo điện thoại."),
    # texts
    "TEXT_FIGURE_UNKNOWN": Code(ERROR, "Nội dung có {{{figure}}} nhưng danh mục không có số liệu hay thiết lập nào tên như vậy. Đề nghị sửa tên trong ngoặc nhọn."),
    "TEXT_FIGURE_MISSING": Code(WARNING, "Chưa có số liệu “{label}” nên nội dung chưa đầy đủ. Đề nghị xem các đơn vị chưa gửi báo cáo ở trang Tiến độ."),
    "TEXT_FORMAT_UNKNOWN": Code(ERROR, "Định dạng “{format}” trong {{{figure}}} không dùng được cho số liệu này. Sau dấu hai chấm ghi được: 02 (thêm số 0), dấu chấm (phân cách hàng nghìn), % (phần trăm), I (số La Mã); với danh sách: và."),
    "TEXT_BRACE": Code(WARNING, "Nội dung có dấu ngoặc nhọn lẻ hoặc có dấu cách trong ngoặc nên không được thay bằng số liệu: “{text}”. Viết liền tên số liệu trong một cặp ngoặc nhọn, hoặc bỏ dấu ngoặc."),
    "TEXT_UNFILLED": Code(ERROR, "Nội dung còn chỗ chưa điền hoặc lời mẫu: “{text}”. Đề nghị điền hoặc viết lại chỗ này rồi xuất lại."),
    "TEXT_OTHER_PERIOD": Code(WARNING, "Nội dung ghi “{period}”, không phải kỳ của báo cáo này ({own}), có thể còn sót từ báo cáo trước. Đề nghị sửa lại; nếu đúng, ghi lý do ở trang Còn lại rồi xuất lại."),
    "TEXT_OTHER_YEARS": Code(WARNING, "Nội dung và chú thích có nhắc các năm khác năm báo cáo: {years}. Đề nghị kiểm tra lại; nếu đúng thì không cần sửa."),
    # the Word report
    "FOOTNOTE_UNKNOWN": Code(ERROR, "Nội dung có dấu chú thích {mark} nhưng trang Chú thích không có chú thích này. Sửa số trong dấu, hoặc thêm chú thích."),
    "FOOTNOTE_MISTYPED": Code(ERROR, "Nội dung có “{mark}”, có thể là dấu chú thích gõ sai nên không thành chú thích. Đề nghị viết liền số trong ngoặc vuông sau dấu mũ, ví dụ [^6]; nếu không phải chú thích, ghi lý do ở trang Còn lại."),
    "FOOTNOTE_MISPLACED": Code(ERROR, "Dấu chú thích nằm giữa một từ hoặc một số (“{text}”) nên làm sai từ, số đó. Đề nghị chuyển dấu ra ngay sau từ cần chú thích."),
    "FOOTNOTE_IN_NOTE": Code(ERROR, "Chú thích có dấu {mark}, nhưng trong chú thích không đặt được chú thích khác nên dấu này được in nguyên. Đề nghị bỏ dấu, viết thẳng nội dung."),
    "FOOTNOTE_UNUSED": Code(WARNING, "Chú thích {number} không có dấu [^{number}] nào trong Nội dung nên không được in. Đặt dấu [^{number}] vào câu cần chú thích, hoặc bỏ qua nếu không dùng."),
    "PARAGRAPH_STYLE_UNKNOWN": Code(WARNING, "Kiểu đoạn “{style}” không có; đoạn này được in như lời văn. Đề nghị chọn trong danh sách của ô."),
    "REPORT_EMPTY": Code(ERROR, "Trang Nội dung chưa có đoạn văn nào nên báo cáo chưa có lời văn. Đề nghị soạn nội dung rồi xuất lại."),
    "REPORT_SETTING_BLANK": Code(WARNING, "Thiết lập “{key}” ({label}) đang để trống nên báo cáo thiếu chỗ này. Đề nghị điền ở trang Danh mục, bảng Thiết lập, rồi xuất lại."),
    "TEMPLATE_UNREADABLE": Code(ERROR, "Không mở được mẫu báo cáo “{name}”: tệp không phải văn bản Word (.docx). Mở bằng Word và lưu lại dạng .docx, hoặc xóa tệp để dùng mẫu kèm chương trình."),
    "TEMPLATE_STYLE_MISSING": Code(ERROR, "Mẫu báo cáo “{name}” thiếu kiểu chữ “{style}”. Thêm kiểu này trong Word (Styles), hoặc xóa tệp mẫu để dùng mẫu kèm chương trình."),
    # the catalogue's own tables
    "CATALOGUE_TABLE_MISSING": Code(ERROR, "Danh mục thiếu bảng {table}. Đề nghị bổ sung bảng rồi làm lại."),
    "CATALOGUE_TABLE_UNREADABLE": Code(ERROR, "Không đọc được bảng {table} của danh mục: tệp không phải CSV mã UTF-8. Đề nghị mở tệp bằng Excel, chọn Lưu thành (Save As) dạng “CSV UTF-8”, rồi làm lại."),
    "CATALOGUE_COLUMN_MISSING": Code(ERROR, "Bảng {table} của danh mục thiếu cột {column}. Đề nghị bổ sung cột rồi làm lại."),
    "CATALOGUE_VALUE_MISSING": Code(ERROR, "Cột {column} của bảng {table} không được để trống. Đề nghị nhập giá trị cho ô này."),
    "CATALOGUE_VALUE_WRONG": Code(ERROR, "“{value}” không dùng được ở cột {column} của bảng {table}: {reason}. Đề nghị sửa ô này."),
    "CATALOGUE_CELL_ERROR": Code(ERROR, "Ô ở cột {column} của bảng {table} đang báo lỗi {value} nên không có nội dung. Đề nghị xóa công thức và nhập lại nội dung ô này."),
    "CATALOGUE_CODE_DOUBLED": Code(ERROR, "Mã “{value}” đã có ở ô {first} của bảng {table}. Mỗi mã chỉ dùng một lần; đề nghị đổi một trong hai."),
    "CATALOGUE_CODE_UNKNOWN": Code(ERROR, "Mã “{value}” ở cột {column} của bảng {table} không có trong bảng {target}. Đề nghị sửa mã hoặc bổ sung bảng {target}."),
    "CATALOGUE_EXPRESSION": Code(ERROR, "Biểu thức sai ở vị trí {position}: {reason}. Biểu thức: {expression}"),
    "CATALOGUE_CIRCULAR": Code(ERROR, "Các biểu thức tham chiếu vòng: {cycle}. Đề nghị sửa một trong các biểu thức này."),
    "CATALOGUE_ROW_OUTSIDE": Code(ERROR, "Dòng “{value}” nằm ngoài bảng {table} nên không được đọc. Đề nghị cắt dòng này, chèn vào trong bảng (phía trên dòng cuối cùng của bảng)."),
    "CATALOGUE_DATES": Code(ERROR, "Ngày kết thúc {end} trước ngày bắt đầu {start}. Đề nghị sửa một trong hai ngày."),
    "CATALOGUE_PERIODS": Code(ERROR, "Kỳ cuối {last} kết thúc trước khi kỳ đầu {first} bắt đầu nên dòng này không bao giờ áp dụng. Đề nghị sửa một trong hai kỳ."),
    "CATALOGUE_ENDED": Code(WARNING, "“{value}” ở cột {column} của bảng {table} chỉ áp dụng đến hết {last}, nhưng dòng này còn áp dụng sau đó. Đề nghị ghi kỳ cuối cho dòng này ở cột “Áp dụng đến hết kỳ”, thay “{value}”, hoặc cho “{value}” áp dụng tiếp."),
})
# fmt: on


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was found, as the sender sees it; each part is blank ("") where it makes no sense.

    ``unit`` is blank too when the file does not say whose it is; ``file`` is a received file's path below the
    inbox; ``indicator`` is an indicator's code, ``list.column``, or a list's code for the list as a whole.
    """

    unit: str = ""
    file: str = ""
    sheet: str = ""
    cell: str = ""
    indicator: str = ""

    def __str__(self) -> str:
        """Where to look, for people: "bao-cao.xlsx, trang “Số liệu”, ô F12"."""
        sheet = f"trang “{self.sheet}”" if self.sheet else ""
        cell = f"ô {self.cell}" if self.cell else ""
        return ", ".join(part for part in (self.file, sheet, cell) if part)


_OF_MASTER = (
    "VALUE_OVERTYPED", "MASTER_TABLE_MISSING", "REPORT_EMPTY", "REPORT_SETTING_BLANK", "DECISION_UNKNOWN",
    "DECISION_NO_REASON", "DECISION_NO_RETURN", "DECISION_IN_USE", "AMENDMENT_UNCLEAR", "AMENDMENT_NO_REASON",
    "AMENDMENT_NO_RETURN",
)  # fmt: skip
NOWHERE = Place()
_PARTS = ("unit", "file", "sheet", "cell", "indicator")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: ``code`` from :data:`CODES`, the place, and the values its sentence needs.

    ``told``: the sentence itself, of a finding that was read back from where it had been written. ``answered``: the
    reason for which the clerk lets it stand; blank while nobody has answered for it.
    """

    code: str
    severity: Severity = ERROR
    place: Place = NOWHERE
    values: Mapping[str, object] = field(default_factory=dict)
    told: str = ""
    answered: str = ""

    @property
    def in_master(self) -> bool:
        """Whether its place is on the master's own sheets: what it is about stands in the catalogue or was typed there."""
        return self.code in _OF_MASTER or self.code.startswith(
            ("CATALOGUE_", "TEXT_", "FOOTNOTE_", "PARAGRAPH_")
        )

    def at(self, **parts: str) -> Finding:
        """The same finding, some parts of its place known better: ``found.at(sheet="Nội dung", cell="D7")``."""
        return replace(self, place=replace(self.place, **parts))


def finding(
    code: str, place: Place = NOWHERE, severity: Severity | None = None, /, **values: object
) -> Finding:
    """Make a finding; its usual severity comes from :data:`CODES`. ``values``: what its sentence names, no more.

    >>> finding("UNIT_UNKNOWN", Place(file="a.xlsx", cell="D3"), unit_code="999").severity
    <Severity.ERROR: 'error'>
    """
    if values.keys() != names(code):
        raise TypeError(f"{code} needs the values {sorted(names(code))}, not {sorted(values)}")
    return Finding(code, severity or CODES[code].severity, place, values)


@cache
def names(code: str) -> frozenset[str]:
    """The names of the values that a code's sentence shows."""
    return frozenset(name for _, name, _, _ in Formatter().parse(CODES[code].text) if name)


def message(found: Finding) -> str:
    """The Vietnamese sentence of a finding, without its place."""
    return found.told or CODES[found.code].text.format(**found.values)


def as_json(found: Finding) -> dict[str, str | None]:
    """The contract's finding: parts of the place that make no sense are null."""
    parts = {part: getattr(found.place, part) or None for part in _PARTS}
    return {"code": found.code, "severity": str(found.severity), **parts, "message": message(found)}


def errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Only the findings that are errors."""
    return tuple(f for f in findings if f.severity is ERROR)


def unanswered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The errors that nobody has answered for."""
    return tuple(f for f in errors(findings) if not f.answered)
