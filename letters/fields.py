"""The placeholders that a template may use: name, meaning, example. This table is the contract."""

from dataclasses import dataclass

from letters.case import Wording


@dataclass(frozen=True, slots=True)
class Field:
    """One placeholder ``{{ name }}``."""

    name: str
    meaning: str
    """In Vietnamese: officers who edit the templates read it."""
    example: str
    mandatory: bool = False
    """A blank value refuses the letter."""
    may_be_blank: bool = False
    """A blank value is ordinary: a paragraph of nothing but such blanks is left out."""


FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field("parent", "Cơ quan chủ quản", "Ủy ban nhân dân tỉnh Nam Sơn", may_be_blank=True),
        Field("agency", "Cơ quan ban hành", "Sở Lao động - Thương binh và Xã hội", mandatory=True),
        Field("place", "Địa danh", "Nam Sơn"),
        Field("slip_number", "Số, ký hiệu của phiếu", "05/PXL"),
        Field("letter_number", "Số, ký hiệu của công văn", "05/SLĐTBXH-VP"),
        Field("issued_on", "Ngày ban hành", "ngày 13 tháng 9 năm 2021"),
        Field("recipient", "Nơi kính gửi: chủ hồ sơ", "Ông/Bà Nguyễn Thị Ánh Nguyệt"),
        Field("addressee", "Cách xưng hô với chủ hồ sơ", "Ông/Bà"),
        Field("applicant_id", "Số định danh của chủ hồ sơ", "001085000123"),
        Field("code", "Mã hồ sơ", "000.11.22.H99-210823-0014", mandatory=True),
        Field(
            "procedure",
            "Tên (và mã) thủ tục hành chính",
            "Cấp giấy phép lao động (mã thủ tục: 1.000105)",
        ),
        Field("received_on", "Ngày tiếp nhận hồ sơ", "ngày 23 tháng 8 năm 2021"),
        Field(
            "due",
            "Thời gian hẹn trả kết quả, có giờ nếu đã hẹn giờ",
            "17 giờ 00 phút, ngày 10 tháng 9 năm 2021",
            mandatory=True,
        ),
        Field("completed_on", "Ngày có kết quả", "ngày 14 tháng 9 năm 2021"),
        Field("lateness", "Mức độ chậm của hồ sơ đã xong", "chậm 02 ngày làm việc so với thời hạn"),
        Field("reason", "Lý do chậm", "hồ sơ phải lấy ý kiến của cơ quan phối hợp"),
        Field("fault", "Nguyên nhân thuộc về ai", "Phòng Việc làm - An toàn lao động"),
        Field("new_due_on", "Ngày hẹn trả kết quả mới", "ngày 17 tháng 9 năm 2021"),
        Field("signer_authority", "Quyền hạn ký (KT., TL.)", "KT. Giám đốc", may_be_blank=True),
        Field("signer_title", "Chức vụ người ký", "Phó Giám đốc"),
        Field("signer_name", "Họ tên người ký", "Trần Văn Bình"),
        Field("kept_by", "Nơi lưu", "VT, Phòng Việc làm - An toàn lao động"),
    )
}

MARKS: dict[str, Wording] = {
    "only_before": Wording.BEFORE,
    "only_after": Wording.AFTER,
    "only_finished": Wording.FINISHED,
}
"""Marks at the beginning of a paragraph that keep it for some wordings only."""
