"""What a letter says: the three wordings, the blanks of a draft, the words of an issued letter."""

import unicodedata
from dataclasses import replace
from datetime import date, datetime

import pytest
from letter_samples import AGENCY, BARE_CASE, CASE, DEPUTY, DRAFT, FILLED, text_of

from letters import FIELDS, Form, Wording, builtin_template, form_in_force, letter_fields
from letters.compose import LINE

EVERY_LETTER = pytest.mark.parametrize(
    ("form", "wording"), [(form, wording) for form in Form for wording in Wording]
)


def letter(form: Form, wording: Wording, fields: dict[str, str]) -> str:
    return text_of(builtin_template(form).render(fields, wording))


@EVERY_LETTER
def test_each_wording_makes_its_own_statement_and_not_the_others(
    form: Form, wording: Wording
) -> None:
    statements = {
        Wording.BEFORE: "dự kiến không thể trả kết quả đúng thời hạn",
        Wording.AFTER: "đến nay chưa trả kết quả đúng thời hạn",
        Wording.FINISHED: "đến ngày 14 tháng 9 năm 2021 hồ sơ mới có kết quả, "
        "chậm 02 ngày làm việc so với thời hạn",
    }
    text = letter(form, wording, FILLED)
    assert [w for w, statement in statements.items() if statement in text] == [wording]


@EVERY_LETTER
def test_the_new_date_stands_in_a_letter_unless_the_dossier_is_finished(
    form: Form, wording: Wording
) -> None:
    text = letter(form, wording, FILLED)
    finished = wording is Wording.FINISHED
    assert ("ngày 17 tháng 9 năm 2021" in text) is not finished
    assert ("Nếu Ông/Bà chưa nhận, kính mời Ông/Bà nhận tại" in text) is finished


@EVERY_LETTER
def test_everything_of_mau_04_is_there_and_in_order(form: Form, wording: Wording) -> None:
    text = letter(form, wording, FILLED)
    parts = [
        "Kính gửi: Ông/Bà Nguyễn Văn An",
        "Ngày 23 tháng 8 năm 2021, Sở Lao động - Thương binh và Xã hội tiếp nhận",
        "Cấp giấy phép lao động cho người lao động nước ngoài làm việc tại Việt Nam",
        "mã hồ sơ: 000.11.22.H99-210823-0014.",
        "Thời gian hẹn trả kết quả: 17 giờ 00 phút, ngày 10 tháng 9 năm 2021.",
        "Tuy nhiên",
        "Lý do: hồ sơ phải lấy ý kiến của Công an tỉnh (nguyên nhân thuộc về: cơ quan phối hợp).",
        "gây phiền hà, làm tốn kém thời gian, chi phí và công sức",
        "chân thành xin lỗi Ông/Bà",
        "Rất mong nhận được sự thông cảm của Ông/Bà./.",
    ]
    places = [text.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)
    for head in ("ỦY BAN NHÂN DÂN TỈNH NAM SƠN", "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"):
        assert head in text
    assert "Nam Sơn, ngày 01 tháng 9 năm 2021" in text
    assert "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nTrần Văn Bình" in text
    assert "- Lưu: VT, Phòng Việc làm - An toàn lao động." in text


def test_each_form_has_its_title_and_number() -> None:
    titles = {
        Form.MAU_04_2018: ("PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ", "Số: 05/PXL"),
        Form.MAU_04_2025: (
            "PHIẾU XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN\nTHỜI GIAN GIẢI QUYẾT",
            "Số: 05/PXL",
        ),
        Form.CONG_VAN: (
            "V/v xin lỗi đối với hồ sơ giải quyết quá hạn và hẹn lại thời gian trả kết quả",
            "Số: 05/SLĐTBXH-……",
        ),
    }
    for form, words in titles.items():
        text = letter(form, Wording.AFTER, FILLED)
        assert all(word in text for word in words)


def test_the_subject_of_a_cong_van_is_true_for_each_wording() -> None:
    assert "dự kiến giải quyết quá hạn" in letter(Form.CONG_VAN, Wording.BEFORE, DRAFT)
    assert "hẹn lại" not in letter(Form.CONG_VAN, Wording.FINISHED, DRAFT)


@EVERY_LETTER
def test_a_draft_shows_what_is_still_to_be_filled_in(form: Form, wording: Wording) -> None:
    text = letter(form, wording, DRAFT)
    assert "Số: ……/" in text
    assert "Nam Sơn, ngày …… tháng …… năm ………" in text
    assert "Lý do: ……………" in text
    assert "(nguyên nhân thuộc về: ……………" in text
    assert ("vào ngày …… tháng ……" in text) is (wording is not Wording.FINISHED)


@EVERY_LETTER
def test_a_dossier_of_which_little_is_known_is_blank_and_never_none(
    form: Form, wording: Wording
) -> None:
    text = letter(form, wording, letter_fields(BARE_CASE, AGENCY))
    assert "None" not in text
    assert "Kính gửi: Ông/Bà ……" in text
    assert "Thời gian hẹn trả kết quả: ngày 10 tháng 9 năm 2021." in text
    assert "- Lưu: VT." in text


@EVERY_LETTER
def test_no_article_of_a_decree_is_cited(form: Form, wording: Wording) -> None:
    assert "Điều" not in letter(form, wording, FILLED)


@pytest.mark.parametrize(
    ("kind", "recipient", "addressee"),
    [
        (1, "Ông/Bà Hoàng Long", "Ông/Bà"),
        (None, "Ông/Bà Hoàng Long", "Ông/Bà"),
        (2, "Hoàng Long", "Quý đơn vị"),
        (3, "Hoàng Long", "Quý cơ quan"),
        (4, "Hoàng Long", "Quý đơn vị"),
    ],
)
def test_a_citizen_is_addressed_otherwise_than_an_organisation(
    kind: int | None, recipient: str, addressee: str
) -> None:
    case = replace(CASE, applicant="Hoàng Long", applicant_kind=kind)
    fields = letter_fields(case, AGENCY)
    assert (fields["recipient"], fields["addressee"]) == (recipient, addressee)


@pytest.mark.parametrize(
    ("name", "recipient", "addressee"),
    [
        ("Công ty TNHH Hoàng Long", "Công ty TNHH Hoàng Long", "Quý đơn vị"),
        ("CÔNG TY CỔ PHẦN AN", "CÔNG TY CỔ PHẦN AN", "Quý đơn vị"),
        (unicodedata.normalize("NFD", "Hợp tác xã An"), "Hợp tác xã An", "Quý đơn vị"),
        ("Uỷ ban nhân dân xã An", "Uỷ ban nhân dân xã An", "Quý cơ quan"),
        ("Sở Y tế", "Sở Y tế", "Quý cơ quan"),
        ("Hộ ông Nguyễn Văn An", "Hộ ông Nguyễn Văn An", "Ông/Bà"),
        ("Ông Nguyễn Văn An", "Ông Nguyễn Văn An", "Ông"),
        ("bà Lê Thị Bình", "bà Lê Thị Bình", "Bà"),
        ("Ông Thị Mai", "Ông/Bà Ông Thị Mai", "Ông/Bà"),
        ("Trương Công Tý", "Ông/Bà Trương Công Tý", "Ông/Bà"),
        ("Công Tằng Tôn Nữ An", "Ông/Bà Công Tằng Tôn Nữ An", "Ông/Bà"),
        ("Bành Thị Sở", "Ông/Bà Bành Thị Sở", "Ông/Bà"),
    ],
)
@pytest.mark.parametrize("kind", [None, 1])
def test_where_the_export_does_not_know_it_the_name_tells_how_to_address_an_applicant(
    kind: int | None, name: str, recipient: str, addressee: str
) -> None:
    fields = letter_fields(replace(CASE, applicant=name, applicant_kind=kind), AGENCY)
    assert unicodedata.normalize("NFC", fields["recipient"]) == recipient
    assert fields["addressee"] == addressee


@pytest.mark.parametrize(
    ("power", "title", "lines"),
    [
        ("KT.", "PHÓ GIÁM ĐỐC", ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        ("KT.", "GIÁM ĐỐC", ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        ("KT. GIÁM ĐỐC", "GIÁM ĐỐC", ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        ("KT. Giám đốc", "Phó Giám đốc", ("KT. Giám đốc", "Phó Giám đốc")),
        ("KT. Trưởng phòng", "Phó Trưởng phòng", ("KT. Trưởng phòng", "Phó Trưởng phòng")),
        ("TL.", "Chánh Văn phòng", (f"TL. {LINE}", "Chánh Văn phòng")),
        ("TUQ. Giám đốc", "Trưởng phòng", ("TUQ. Giám đốc", "Trưởng phòng")),
        ("", "Giám đốc", ("", "Giám đốc")),
        ("KT.", "Phó Giám đốc", ("KT. Giám đốc", "Phó Giám đốc")),
        ("KT.", "Giám đốc", ("KT. Giám đốc", "Phó Giám đốc")),
        ("TL. Giám đốc", "Chánh Văn phòng", ("TL. Giám đốc", "Chánh Văn phòng")),
        ("Q.", "Giám đốc", ("", "Q. Giám đốc")),
    ],
)
def test_a_deputy_signs_under_the_title_of_the_head(
    power: str, title: str, lines: tuple[str, str]
) -> None:
    fields = letter_fields(CASE, replace(DEPUTY, signer_power=power, signer_title=title))
    assert (fields["signer_authority"], fields["signer_title"]) == lines


def test_days_below_ten_and_the_first_two_months_take_a_zero() -> None:
    fields = letter_fields(CASE, AGENCY, new_due_on=date(2022, 2, 7), issued_on=date(2022, 3, 10))
    assert fields["new_due_on"].replace("\u00a0", " ") == "ngày 07 tháng 02 năm 2022"
    assert fields["issued_on"].replace("\u00a0", " ") == "ngày 10 tháng 3 năm 2022"


def test_a_date_stays_on_one_line() -> None:
    assert FILLED["due"] == "17~giờ~00~phút, ngày~10~tháng~9~năm~2021".replace("~", "\u00a0")
    assert DRAFT["new_due_on"] == "ngày~……~tháng~……~năm~………".replace("~", "\u00a0")
    assert FILLED["lateness"].startswith("chậm 02\u00a0ngày làm việc")


def test_a_number_with_a_symbol_of_its_own_is_printed_as_it_is() -> None:
    fields = letter_fields(CASE, AGENCY, number="125/SLĐTBXH-VP")
    assert fields["letter_number"] == fields["slip_number"] == "125/SLĐTBXH-VP"


def test_a_dossier_finished_on_the_saturday_after_is_late_by_no_number_of_days() -> None:
    case = replace(CASE, working_days_late=0)
    assert letter_fields(case, AGENCY)["lateness"] == "chậm so với thời hạn"


def test_an_agency_without_a_superior_body_has_no_gap_in_its_head() -> None:
    fields = letter_fields(CASE, replace(AGENCY, parent=""))
    assert letter(Form.CONG_VAN, Wording.AFTER, fields).startswith("SỞ LAO ĐỘNG")


@pytest.mark.parametrize(
    ("on", "form"),
    [
        (date(2017, 5, 1), Form.MAU_04_2018),
        (date(2019, 1, 6), Form.MAU_04_2018),
        (date(2025, 9, 14), Form.MAU_04_2018),
        (date(2025, 9, 15), Form.MAU_04_2025),
        (date(2030, 1, 1), Form.MAU_04_2025),
    ],
)
def test_a_letter_takes_the_form_in_force_on_its_day(on: date, form: Form) -> None:
    assert form_in_force(on) is form


def test_templates_use_documented_fields_and_each_field_is_used() -> None:
    used: set[str] = set()
    for form in Form:
        used |= builtin_template(form).used_fields()
    assert used == set(FIELDS)


def test_letter_fields_fills_exactly_the_documented_fields() -> None:
    assert set(DRAFT) == set(FILLED) == set(FIELDS)


def test_an_hour_of_midnight_means_that_no_hour_was_promised() -> None:
    case = replace(CASE, due_at=datetime(2021, 9, 10))
    assert letter_fields(case, AGENCY)["due"] == "ngày~10~tháng~9~năm~2021".replace("~", "\u00a0")
