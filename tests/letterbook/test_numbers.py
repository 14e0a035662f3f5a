"""Numbers of letters: one a letter, the next one proposed, the gaps told."""

from datetime import datetime

import pytest
from letter_office import TODAY, approved, completed, desk, issued, prepare
from office import Office, row

from monitor.letterbook.approving import approve
from monitor.letterbook.ending import withdraw
from monitor.letterbook.issuing import issue
from monitor.letterbook.numbers import Gap, Number, gaps, next_number, read_number
from monitor.letterbook.refusals import StepError
from monitor.letterbook.sight import sight


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", Number(12, "PXL")),
        (" 007 ", Number(7, "PXL")),
        ("12/SNV-VP", Number(12, "SNV-VP")),
        ("12 / PXL", Number(12, "PXL")),
    ],
)
def test_a_number_as_people_write_it(text: str, number: Number) -> None:
    assert read_number(text, "PXL") == number


def test_a_number_below_ten_is_written_with_a_zero() -> None:
    assert str(Number(5, "PXL")) == "05/PXL"
    assert str(Number(125, "PXL")) == "125/PXL"


def test_the_next_number_and_the_gaps_are_told(office: Office) -> None:
    codes = ["A-1", "A-2", "A-3", "A-4"]
    prepare(office, *(row(code) for code in codes))
    for code, number in zip(codes, ("3", "4", "8", "2/SLĐ"), strict=True):
        issued(office, code, number=number)
    with office.connection() as connection:
        assert next_number(connection, "PXL", 2021) == 9
        assert next_number(connection, "PXL", 2022) == 1
        assert gaps(connection) == [
            Gap("PXL", 2021, 1, 2),
            Gap("PXL", 2021, 5, 7),
            Gap("SLĐ", 2021, 1, 1),
        ]
        assert gaps(connection, 2022) == []


def test_a_number_that_is_used_is_refused_with_its_holder_and_the_next_one(office: Office) -> None:
    prepare(office, row("A-1"), row("A-2"))
    issued(office, "A-1", number="5")
    approved(office, "A-2")
    assert sight(desk(office), "A-2").next_number == "06/PXL"
    with pytest.raises(StepError, match=r"Số 05/PXL năm 2021 đã dùng cho hồ sơ A-1.* là 6"):
        issue(desk(office), "A-2", number="05", day=TODAY)
    issue(desk(office), "A-2", number="5/SLĐ", day=TODAY)


def test_the_number_of_a_withdrawn_letter_is_not_given_again(office: Office) -> None:
    prepare(office, row("A-1"), row("A-2"))
    issued(office, "A-1", number="5")
    withdraw(desk(office), "A-1", reason="Sai tên")
    approved(office, "A-2")
    with pytest.raises(StepError, match="đã dùng"):
        issue(desk(office), "A-2", number="5", day=TODAY)


def test_each_year_begins_anew(office: Office) -> None:
    prepare(office, row("A-1"), row("A-2"))
    issued(office, "A-1", number="1")
    next_year = datetime(2022, 1, 5, 8, 0)
    completed(office, "A-2", new_due_on=datetime(2022, 1, 12).date())
    approve(desk(office), "A-2")
    issue(desk(office, now=next_year), "A-2", number="1", day=next_year.date())
    with office.connection() as connection:
        assert gaps(connection) == []


@pytest.mark.parametrize(
    ("letters", "abbreviation", "series"),
    [
        ('form = "cong-van"', "SLĐTBXH-VP", "SLĐTBXH-VP"),
        ('form = "cong-van"', "", ""),
        ('series = "XL-SNV"', "SNV", "XL-SNV"),
    ],
)
def test_the_series_follows_the_form_or_the_config(
    small_office: Office, letters: str, abbreviation: str, series: str
) -> None:
    small_office.config = small_office.config.replace(
        'place = "Nam Sơn"', f'place = "Nam Sơn"\nabbreviation = "{abbreviation}"'
    )
    prepare(small_office, more=f"[letters]\n{letters}\n")
    approved(small_office)
    if series:
        issue(desk(small_office), "A-1", number="1", day=TODAY)
        assert small_office.rows("SELECT series FROM letter") == [{"series": series}]
    else:
        with pytest.raises(StepError, match="Không rõ ký hiệu"):
            issue(desk(small_office), "A-1", number="1", day=TODAY)
