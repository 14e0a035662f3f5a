"""Three new dates: worked days after the appointment, with a reason that can be checked."""

from datetime import date, datetime

from letter_office import completed, desk, issued, prepare
from office import Office, finished, row

from monitor.letterbook.again import again
from monitor.letterbook.proposals import Proposal
from monitor.letterbook.sight import sight


def proposed(office: Office) -> list[Proposal]:
    return sight(desk(office), "A-1").proposals


def took(days: int, number: int, procedure: str = "Cấp giấy phép lao động") -> list[object]:
    """A dossier of August that took so many working days from Monday 2 August on."""
    weeks, rest = divmod(days, 5)
    end = date(2021, 8, 2 + 7 * weeks + rest)
    cells = finished(
        f"F-{number}", done=f"{end:%d/%m/%Y}", due="31/08/2021", received="02/08/2021 08:00:00"
    )
    cells[3] = procedure
    return cells


def test_without_experience_three_five_and_ten_working_days_ahead(office: Office) -> None:
    prepare(office)
    found = proposed(office)
    assert [one.day for one in found] == [date(2021, 10, d) for d in (5, 7, 14)]
    assert found[0].why.startswith("3 ngày làm việc kể từ ngày 30/09/2021")


def test_the_median_and_the_slower_quarters_of_the_same_procedure(office: Office) -> None:
    """Received on Monday 27 September, due on 29 September: 2 working days are behind."""
    others = [took(days, days) for days in range(1, 21)]
    late = row("A-1", received="27/09/2021 08:00:00", due="29/09/2021 17:00:00")
    prepare(office, late, *others)
    found = proposed(office)
    # median 10, 15 and 18 working days after 27 September
    assert [one.day for one in found] == [date(2021, 10, d) for d in (11, 18, 21)]
    assert found[0].why == "một nửa trong 20 hồ sơ cùng thủ tục xong trong 10 ngày làm việc"
    assert "ba phần tư" in found[1].why
    assert "chín phần mười" in found[2].why


def test_a_dossier_that_took_longer_than_most_is_held_against_those_that_did_too(
    small_office: Office,
) -> None:
    """Received on 1 September: 18 working days are behind on 29 September, 20 on 1 October."""
    slow = [took(20, 100 + number) for number in range(10)]
    quick = [took(2, number) for number in range(30)]
    prepare(small_office, row("A-1"), *slow, *quick)
    found = proposed(small_office)
    assert "kể những hồ sơ đã lâu hơn hồ sơ này" in found[0].why
    assert found[0].day == date(2021, 10, 1)
    assert [one.day for one in found] == sorted({one.day for one in found})
    assert found[1].why.startswith("ngày làm việc tiếp theo sau ngày 01/10/2021")


def test_where_few_of_the_procedure_are_known_the_whole_office_speaks(
    small_office: Office,
) -> None:
    others = [took(days, days, procedure="Thủ tục khác") for days in range(1, 21)]
    late = row("A-1", received="27/09/2021 08:00:00", due="29/09/2021 17:00:00")
    prepare(small_office, late, *others)
    assert "20 hồ sơ của cả cơ quan" in proposed(small_office)[0].why


def test_of_very_many_only_the_last_thousand_count(small_office: Office) -> None:
    """A thousand took ten working days and ended in August; as many ended earlier, after three."""
    earlier = []
    for n in range(1_000):
        cells = finished(f"E-{n}", done="07/07/2021", received="02/07/2021", due="31/08/2021")
        cells[3] = "Cấp giấy phép lao động"
        earlier.append(cells)
    late = row("A-1", received="27/09/2021 08:00:00", due="29/09/2021 17:00:00")
    prepare(small_office, late, *(took(10, n) for n in range(1_000)), *earlier)
    found = proposed(small_office)
    assert found[0].day == date(2021, 10, 11)
    assert found[0].why.startswith("một nửa trong 1000 hồ sơ")


def test_only_the_last_twelve_months_count(small_office: Office) -> None:
    old = [
        finished(f"F-{n}", done="10/08/2020", received="03/08/2020", due="31/08/2020")
        for n in range(20)
    ]
    prepare(small_office, *old, row("A-1"))
    assert "chưa đủ hồ sơ" in proposed(small_office)[0].why


def test_every_proposal_can_be_promised(small_office: Office) -> None:
    prepare(small_office, *(row(f"A-{n}") for n in range(1, 4)))
    for number, proposal in enumerate(proposed(small_office), start=1):
        completed(small_office, f"A-{number}", new_due_on=proposal.day)


def test_of_a_second_letter_they_lie_after_the_date_that_was_given(small_office: Office) -> None:
    prepare(small_office)
    issued(small_office, new_due_on=date(2021, 10, 29))
    now = datetime(2021, 10, 12, 8, 0)
    again(desk(small_office, now=now), "A-1", reason="Chờ giám định")
    found = sight(desk(small_office, now=now), "A-1").proposals
    assert [one.day for one in found] == [date(2021, 11, d) for d in (3, 5, 12)]


def test_a_finished_dossier_has_nothing_to_choose(small_office: Office) -> None:
    prepare(small_office, finished("A-1", done="13/09/2021"))
    assert proposed(small_office) == []
