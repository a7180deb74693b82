"""What a finding is called when it is told to the unit in its own form that goes back.

The sentences of ``model.finding`` speak to the committee, of the file that came. Those here speak to the unit, of the cell before
its eyes; a code that has none says the same to both.
"""

from __future__ import annotations

from collections.abc import Mapping

from qcdc_xl.model.finding import Finding, message

# fmt: off
TO_UNIT: Mapping[str, str] = {
    "FILE_NOT_WORKBOOK": "Tệp “{name}” không phải bảng tính Excel (.xlsx, .xlsm, .xlsb, .xls, .ods). Đề nghị gửi biểu mẫu đã lập.",
    "TABLE_MISSING": "Tệp đã gửi không có phần “{table}”; có thể trang chứa phần này đã bị xóa. Đề nghị điền phần này ở đây.",
    "TABLE_DOUBLED": "Chỉ tiêu này có hai dòng trong tệp đã gửi với hai giá trị khác nhau ({first} và {second}). Đề nghị nhập giá trị đúng vào ô này.",
    "TABLE_NO_END": "Một phần của biểu mẫu trong tệp đã gửi thiếu dòng đánh dấu kết thúc; số liệu được đọc đến hết trang. Đề nghị kiểm tra lại các dòng cuối của phần đó.",
    "TABLE_NO_COLUMN": "Phần “{table}” của tệp đã gửi thiếu cột “{column}”. Đề nghị điền cột này ở đây.",
    "ROW_NO_CODE": "Dòng này của tệp đã gửi ghi “{value}” nhưng không thuộc chỉ tiêu nào của biểu mẫu. Nếu đó là số liệu của một chỉ tiêu, đề nghị nhập vào đúng dòng của chỉ tiêu đó.",
    "TABLE_COPIED": "Phần “{table}” của tệp đã gửi có thêm một bản, giống bản ở trang “{first}” hoặc để trống; chỉ một bản được đọc.",
    "TABLE_TWICE": "Phần “{table}” của tệp đã gửi có hai bản khác nhau, ở trang “{first}” và ở trang này, nên không biết bản nào đúng. Đề nghị điền nội dung đúng vào biểu mẫu này.",
    "STAMP_TWICE": "Tệp đã gửi có các trang của hai biểu mẫu khác nhau (trang “{sheet}” và trang này) nên không biết số liệu nào là của đơn vị. Đề nghị điền số liệu của đơn vị vào biểu mẫu này.",
    "COLUMN_TWICE": "Phần “{table}” của tệp đã gửi có hai cột trùng nhau (cột thứ nhất ở ô {first}) nên không biết lấy số ở cột nào. Đề nghị nhập lại số đúng vào biểu mẫu này.",
    "ROW_BELOW_END": "Dòng này (“{value}”) nằm dưới bảng kê trong tệp đã gửi nên không được tính. Đề nghị nhập dòng đó vào dòng được đánh dấu của bảng kê; nếu không báo cáo dòng đó, xóa ô được đánh dấu.",
    "ROW_HAS_ERROR": "Dòng này của tệp đã gửi có ô báo lỗi của Excel (ví dụ #REF!, #N/A). Đề nghị nhập lại nội dung ô được đánh dấu.",
    "ROW_MISSING": "Tệp đã gửi không còn dòng “{label}”. Đề nghị nhập số liệu của chỉ tiêu này vào đây.",
    "ROW_OTHER_LABEL": "Dòng này của tệp đã gửi in “{printed}” nhưng là dòng của chỉ tiêu “{label}”: các dòng đã bị đổi chỗ nên không biết số liệu thuộc chỉ tiêu nào. Đề nghị nhập số liệu đúng vào ô này.",
    "ROW_LABEL_CHANGED": "Dòng này của tệp đã gửi in “{printed}”, biểu mẫu ghi “{label}”. Số liệu được tính theo biểu mẫu; đề nghị kiểm tra lại.",
    "UNIT_PRINTED": "Tệp đã gửi in tên đơn vị “{printed}” nhưng là biểu mẫu đã giao cho “{unit}”. Đề nghị điền số liệu của đơn vị vào biểu mẫu này.",
    "PERIOD_PRINTED": "Tệp đã gửi in kỳ báo cáo “{printed}” nhưng là biểu mẫu của kỳ “{period}”. Đề nghị điền số liệu của kỳ “{period}” vào biểu mẫu này.",
    "UNIT_MISSING": "Tệp đã gửi không ghi đơn vị báo cáo. Đề nghị nhập lại trên biểu mẫu đã được giao.",
    "UNIT_UNKNOWN": "Tệp đã gửi là biểu mẫu của một đơn vị không báo cáo trong kỳ này. Đề nghị nhập vào biểu mẫu mới được giao.",
    "PERIOD_WRONG": "Báo cáo đã gửi là của kỳ khác. Đề nghị điền số liệu của kỳ ghi ở đầu biểu mẫu này.",
    "FORM_WRONG": "Báo cáo đã gửi dùng biểu mẫu không dành cho đơn vị. Đề nghị điền số liệu của đơn vị vào biểu mẫu này.",
    "FORM_OUTDATED": "Tệp đã gửi là biểu mẫu phiên bản trước; biểu mẫu này là phiên bản hiện nay, có thể hỏi thêm hoặc gọi tên khác. Đề nghị kiểm tra lại và nhập các ô còn trống.",
    "CODE_UNKNOWN": "Dòng này của tệp đã gửi (ghi “{value}”) không có trong biểu mẫu này nên không được tính. Đề nghị kiểm tra xem có phải số liệu của chỉ tiêu khác không.",
    "VALUE_MISSING": "Chưa nhập “{label}”. Đề nghị nhập vào ô này{advice}.",
    "VALUE_AS_TEXT": "“{label}” được nhập dưới dạng chữ “{text}” và được hiểu là {value}. Đề nghị kiểm tra lại.",
    "VALUE_IS_ERROR": "Ô “{label}” của tệp đã gửi báo lỗi {value} của Excel. Đề nghị nhập lại nội dung ô này.",
    "VALUE_NOT_CALCULATED": "Ô “{label}” của tệp đã gửi có công thức chưa được tính nên không có kết quả. Đề nghị nhập thẳng nội dung vào ô này.",
    "VALUE_LOST": "Ô “{label}” của tệp đã gửi (.xls) có công thức mà tệp không giữ được kết quả. Đề nghị nhập thẳng nội dung vào ô này.",
    "VALUE_ZERO_BY_FORMULA": "Ô “{label}” của tệp đã gửi (.xls) có công thức cho kết quả 0, có thể không phải kết quả thật. Đề nghị nhập thẳng số liệu vào ô này.",
    "VALUE_COVERED": "Ô “{label}” của tệp đã gửi đã bị gộp với ô {first} nên không còn chỗ ghi riêng. Đề nghị nhập nội dung của riêng ô này.",
    "VALUE_SHOWN_OTHERWISE": "Ô “{label}” của tệp đã gửi chứa số {value} nhưng hiện số khác (phần trăm, hàng nghìn) hoặc không hiện gì, nên không rõ số nào đúng. Đề nghị nhập lại số đúng vào ô này.",
    "LIST_EMPTY": "“{label}” để trống trong tệp đã gửi. Đề nghị ghi các dòng; nếu trong kỳ không phát sinh thì chọn “không phát sinh” ở ô này.",
    "VALUE_BESIDE": "Tệp đã gửi ghi “{value}” ở ô bên cạnh (ô Số liệu là {home}), còn ô Số liệu để trống. Nếu đó là số liệu của dòng này, đề nghị nhập vào ô này.",
    "VALUE_TOO_LONG": "“{label}” dài {length} ký tự, quá {limit} ký tự; phần thừa sẽ không được in. Đề nghị rút gọn.",
    "DERIVED_CHANGED": "“{label}” do biểu mẫu tự tính: đúng ra là {expected}, tệp đã gửi ghi {value}. Biểu mẫu này đã tính lại; đề nghị kiểm tra các số liệu liên quan.",
    "RULE_BROKEN": "{text}",
}
WITHOUT_FORM: Mapping[str, str] = {
    "STAMP_TWICE": "Tệp đã gửi có các trang của biểu mẫu của hai đơn vị (trang “{sheet}” và trang này) nên không biết số liệu là của đơn vị nào. Đề nghị điền số liệu vào biểu mẫu đã giao cho chính đơn vị gửi tệp này, rồi gửi lại.",
    "UNIT_PRINTED": "Tệp đã gửi in tên đơn vị “{printed}” nhưng là biểu mẫu đã giao cho “{unit}”. Đề nghị điền số liệu vào biểu mẫu đã giao cho chính đơn vị gửi tệp này, rồi gửi lại.",
}
"""What is said otherwise in a list that goes back without a form."""
# fmt: on


def to_unit(found: Finding, with_form: bool = True) -> str:
    """The sentence for the unit, in its form that goes back or in a list alone."""
    text = (TO_UNIT if with_form else {**TO_UNIT, **WITHOUT_FORM}).get(found.code)
    return text.format(**found.values) if text and not found.told else message(found)
