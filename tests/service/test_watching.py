"""What only a memory can notice, night after night: rewritten, vanished, reopened, untouched."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from office import Office, finished, row

from monitor.store.findings import list_findings

DUE, LATER = "30/09/2021 17:00:00", "15/10/2021 17:00:00"
WAITS = "Chờ bổ sung hồ sơ"
SEPTEMBER = 9


def night(office: Office, day: int, *rows: Sequence[Any]) -> list[tuple[str, str]]:
    """What is found of A-1 in the export of that September night: rule and sentence.

    Another dossier stands in every export; the run is repeated and must change nothing.
    """
    office.export(*rows, finished("B-1", done="01/09/2021 10:00:00"))
    office.run(date(2021, SEPTEMBER, day))
    found = standing(office)
    before = office.contents()
    report = office.run(date(2021, SEPTEMBER, day))
    assert report.nothing_new
    assert office.contents() == before
    return found


def standing(office: Office) -> list[tuple[str, str]]:
    with office.connection() as connection:
        found = list_findings(connection)
    assert {one["dossier"] for one in found} <= {"A-1"}
    return [(one["rule"], one["message"]) for one in found]


def test_an_appointment_that_was_put_off_is_found_until_it_is_put_back(office: Office) -> None:
    assert night(office, 13, row("A-1", due=DUE)) == []
    put_off = (
        "Ngày hẹn trả bị lùi lại: lúc đầu 30/09/2021, hiện nay 15/10/2021, đã sửa 1 lần; "
        "không có yêu cầu bổ sung và không có văn bản xin lỗi cho việc này."
    )
    assert night(office, 14, row("A-1", due=LATER)) == [("deadline-moved", put_off)]
    assert night(office, 15, row("A-1", due=LATER)) == [("deadline-moved", put_off)]
    assert night(office, 16, row("A-1", due=DUE)) == []


def test_an_appointment_that_was_deleted_is_found(office: Office) -> None:
    assert night(office, 13, row("A-1", due=DUE)) == []
    assert night(office, 14, row("A-1", due="")) == [
        ("no-deadline", "Không có ngày hẹn trả: không thể kết luận đúng hạn hay quá hạn."),
        (
            "deadline-moved",
            (
                "Ngày hẹn trả bị xóa: lúc đầu 30/09/2021, hiện nay chưa rõ, đã sửa 1 lần; "
                "không có yêu cầu bổ sung và không có văn bản xin lỗi cho việc này."
            ),
        ),
    ]


def test_an_appointment_that_moves_because_papers_were_asked_for_is_lawful(office: Office) -> None:
    assert night(office, 13, row("A-1", due=DUE)) == []
    assert night(office, 14, row("A-1", due=DUE, status=WAITS)) == []
    assert night(office, 15, row("A-1", due=LATER)) == []


def test_an_appointment_that_moves_while_papers_are_waited_for_is_lawful(office: Office) -> None:
    assert night(office, 13, row("A-1", due=DUE, status=WAITS)) == []
    assert night(office, 14, row("A-1", due=LATER, status=WAITS)) == []
    assert night(office, 15, row("A-1", due=LATER)) == []


def test_a_result_set_to_the_appointment_of_a_dossier_that_was_seen_late_is_found(
    office: Office,
) -> None:
    due = "20/09/2021 17:00:00"
    assert night(office, 21, row("A-1", due=due)) == [
        ("overdue-open", "Hẹn trả ngày 20/09/2021, đã quá hạn 1 ngày làm việc, chưa có kết quả."),
        (
            "apology-missing",
            (
                "Quá hạn 1 ngày làm việc so với ngày hẹn trả 20/09/2021, chưa ban hành văn bản "
                "xin lỗi."
            ),
        ),
    ]
    assert night(office, 22, finished("A-1", due=due, done=due)) == [
        (
            "completion-rewritten",
            (
                "Ngày có kết quả nay ghi là 20/09/2021, ngày hẹn trả 20/09/2021: sau ngày hẹn trả "
                "vẫn thấy chưa có kết quả."
            ),
        )
    ]


def test_a_result_that_was_late_and_is_set_back_to_the_appointment_is_found(
    office: Office,
) -> None:
    due = "20/09/2021 17:00:00"
    late = night(office, 22, finished("A-1", due=due, done="21/09/2021 09:00:00"))
    assert [rule for rule, _ in late] == ["overdue-finished", "apology-missing"]
    assert night(office, 23, finished("A-1", due=due, done=due)) == [
        (
            "completion-rewritten",
            (
                "Ngày có kết quả nay ghi là 20/09/2021, ngày hẹn trả 20/09/2021: trước đó đã ghi "
                "một ngày muộn hơn."
            ),
        )
    ]


def test_a_result_set_to_an_appointment_that_was_put_off_while_late_is_found(
    office: Office,
) -> None:
    put_off = "21/09/2021 17:00:00"
    night(office, 17, row("A-1", due="16/09/2021 17:00:00"))
    night(office, 22, row("A-1", due=put_off))
    found = dict(night(office, 23, finished("A-1", due=put_off, done=put_off)))
    assert set(found) == {"deadline-moved", "completion-rewritten"}
    assert found["completion-rewritten"] == (
        "Ngày có kết quả nay ghi là 21/09/2021, ngày hẹn trả 21/09/2021: sau ngày hẹn trả vẫn "
        "thấy chưa có kết quả."
    )


def test_a_dossier_that_was_away_when_it_would_have_been_late_was_not_seen_late(
    office: Office,
) -> None:
    due = "20/09/2021 17:00:00"
    night(office, 20, row("A-1", due=due))
    night(office, 21)
    assert "overdue-open" in dict(night(office, 22))
    assert night(office, 23, finished("A-1", due=due, done=due)) == []


def test_a_dossier_that_vanishes_is_found_until_it_comes_back(office: Office) -> None:
    assert night(office, 13, row("A-1", due=DUE)) == []
    gone = (
        "vanished",
        "Từ ngày 14/09/2021 dữ liệu không còn hồ sơ này; lần thấy cuối cùng chưa có kết quả.",
    )
    assert night(office, 14) == [gone]
    assert night(office, 15) == [gone]
    assert night(office, 16, row("A-1", due=DUE)) == []


def test_a_finished_dossier_that_vanishes_is_no_finding(office: Office) -> None:
    assert night(office, 13, finished("A-1")) == []
    assert night(office, 14) == []


def test_a_dossier_that_is_reopened_is_found_until_it_is_finished_again(office: Office) -> None:
    done = finished("A-1", due=DUE, done="10/09/2021 09:00:00")
    reopened = (
        "reopened",
        "Ngày 13/09/2021 hồ sơ đã có kết quả, nay trạng thái lại là chưa xong.",
    )
    assert night(office, 13, done) == []
    assert night(office, 14, row("A-1", due=DUE)) == [reopened]
    assert night(office, 15, done) == []
    assert night(office, 16, row("A-1", due=DUE)) == [reopened]


def test_a_reopened_dossier_names_the_day_on_which_it_was_first_seen_finished(
    office: Office,
) -> None:
    assert night(office, 13, row("A-1", due=DUE)) == []
    assert night(office, 14, finished("A-1", due=DUE, done="13/09/2021 09:00:00")) == []
    assert night(office, 15, row("A-1", due=DUE)) == [
        (
            "reopened",
            "Ngày 14/09/2021 hồ sơ đã có kết quả, nay trạng thái lại là chưa xong.",
        )
    ]


def test_progress_untouched_for_eleven_working_days_is_found_until_it_moves(
    office: Office,
) -> None:
    assert night(office, 1, row("A-1", due=LATER)) == []
    assert night(office, 17, row("A-1", due=LATER)) == []
    assert night(office, 20, row("A-1", due=LATER)) == [
        ("progress-stale", "Đang xử lý, đã 11 ngày làm việc không cập nhật tiến độ.")
    ]
    assert night(office, 21, row("A-1", due=LATER, unit="Phòng Người có công")) == []
