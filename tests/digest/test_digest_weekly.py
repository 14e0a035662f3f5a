"""The digest of a week goes into the outbox once for each recipient, whoever asks for it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from threading import Barrier

import pytest
from digest_office import NOW, OTHER, THIS_WEEK, nothing_late, two_weeks
from mail_server import post_office
from office import Office, row
from sqlalchemy import text

from monitor.config.digest import DigestSettings
from monitor.digest.message import issues_of
from monitor.digest.weekly import NoMailError, queue_digests, week_of
from monitor.mail.sending import send_waiting
from monitor.store.mail_models import MailState

MAIL = '[mail]\nhost = "127.0.0.1"\nsender = "tthc@so.example"\n'
FRIDAY = '[digest]\nday = "friday"\n'
LEADER = '[[digest.recipients]]\naddress = "giam-doc@so.example"\nname = "Giám đốc Sở"\n'
HEAD = f'[[digest.recipients]]\naddress = "thanh-tra@so.example"\nunit = "{OTHER}"\n'
SENT_ON = THIS_WEEK + timedelta(days=1)  # a Friday


def queue(office: Office, day: date = SENT_ON, now: datetime = NOW) -> int:
    return queue_digests(office.engine, office.settings, day, now)


def subjects(office: Office) -> dict[str, str]:
    """Address → subject of each message."""
    rows = office.rows(
        "SELECT address, subject FROM mail JOIN mail_recipient ON mail_id = mail.id ORDER BY 1"
    )
    return {row["address"]: row["subject"] for row in rows}


def test_each_recipient_gets_what_is_his_and_gets_it_once(office: Office) -> None:
    office.write_config(MAIL + FRIDAY + LEADER + HEAD)
    two_weeks(office)
    assert queue(office) == 2
    assert queue(office) == 0
    assert subjects(office) == {
        "giam-doc@so.example": ("Bản tin TTHC tuần 39/2021: 3 hồ sơ quá hạn, 3 thiếu thư xin lỗi"),
        "thanh-tra@so.example": (
            f"Bản tin TTHC tuần 39/2021, {OTHER}: 1 hồ sơ quá hạn, 1 thiếu thư xin lỗi"
        ),
    }


def test_of_many_that_ask_at_once_one_puts_it_in(office: Office) -> None:
    office.write_config(MAIL + FRIDAY + LEADER + HEAD)
    nothing_late(office)
    ready = Barrier(4)

    def ask(_: int) -> int:
        ready.wait()
        return queue(office)

    with ThreadPoolExecutor(4) as pool:
        counted = list(pool.map(ask, range(4)))
    assert sorted(counted) == [0, 0, 0, 2]
    assert len(subjects(office)) == 2


def test_whoever_is_added_during_the_week_gets_it_too(small_office: Office) -> None:
    small_office.write_config(MAIL + FRIDAY + LEADER)
    nothing_late(small_office)
    assert queue(small_office) == 1
    small_office.write_config(MAIL + FRIDAY + LEADER + HEAD)
    assert queue(small_office) == 1
    assert queue(small_office, SENT_ON + timedelta(days=7)) == 2


def test_when_one_message_cannot_be_made_none_is_put_in(small_office: Office) -> None:
    small_office.write_config(MAIL + FRIDAY + LEADER + HEAD)
    nothing_late(small_office)
    with small_office.engine.begin() as connection:
        connection.execute(
            text(
                "CREATE TRIGGER full BEFORE INSERT ON mail_recipient WHEN NEW.address LIKE 'thanh%'"
                " BEGIN SELECT RAISE(ABORT, 'disk full'); END"
            )
        )
    with pytest.raises(Exception, match="disk full"):
        queue(small_office)
    assert small_office.rows("SELECT * FROM mail") == []


def test_it_goes_out_when_all_is_well_and_says_so(small_office: Office) -> None:
    small_office.write_config(MAIL + FRIDAY + LEADER)
    nothing_late(small_office)
    assert queue(small_office) == 1
    (subject,) = subjects(small_office).values()
    assert subject == ("Bản tin TTHC tuần 39/2021: không có hồ sơ quá hạn, không thiếu thư xin lỗi")


def test_without_a_run_it_goes_out_and_claims_nothing(small_office: Office) -> None:
    small_office.write_config(MAIL + FRIDAY + LEADER)
    assert queue(small_office) == 1
    (subject,) = subjects(small_office).values()
    assert subject == ("[CHƯA ĐẦY ĐỦ] Bản tin TTHC tuần 39/2021: chưa đủ dữ liệu để kết luận")


def test_nothing_goes_out_where_nobody_is_named_or_it_is_off(small_office: Office) -> None:
    nothing_late(small_office)
    assert queue(small_office) == 0
    small_office.write_config(MAIL + "[digest]\nenabled = false\n" + LEADER)
    assert queue(small_office) == 0


def test_recipients_without_a_mail_server_are_an_error(small_office: Office) -> None:
    small_office.write_config(LEADER)
    nothing_late(small_office)
    with pytest.raises(NoMailError, match=r"host and sender of \[mail\]"):
        queue(small_office)


def test_the_message_id_is_that_of_office_week_and_recipient(small_office: Office) -> None:
    small_office.write_config(MAIL + FRIDAY + LEADER)
    nothing_late(small_office)

    def made() -> str:
        queue(small_office)
        (row,) = small_office.rows("SELECT id, message_id, content FROM mail")
        with small_office.engine.begin() as connection:
            connection.execute(text("DELETE FROM mail_recipient"))
            connection.execute(text("DELETE FROM mail"))
        message = message_from_bytes(row["content"], policy=policy.default)
        assert message["message-id"] == row["message_id"]
        return str(row["message_id"])

    first = made()
    assert made() == first
    small_office.write_config(MAIL + FRIDAY + LEADER.replace("giam-doc", "pho-giam-doc"))
    assert made() != first


@pytest.mark.parametrize(
    ("day", "on", "monday"),
    [
        ("monday", date(2021, 10, 4), date(2021, 9, 27)),  # the week that has ended
        ("monday", date(2021, 10, 5), date(2021, 9, 27)),  # moved by a day off
        ("wednesday", date(2021, 10, 6), date(2021, 9, 27)),
        ("thursday", date(2021, 9, 30), date(2021, 9, 27)),  # the week that runs
        ("friday", date(2021, 10, 1), date(2021, 9, 27)),
        ("friday", date(2021, 10, 4), date(2021, 9, 27)),  # moved by a day off
        ("sunday", date(2021, 10, 3), date(2021, 9, 27)),
    ],
)
def test_early_in_the_week_it_tells_of_the_last_one(day: str, on: date, monday: date) -> None:
    assert week_of(DigestSettings.model_validate({"day": day}), on) == monday


def test_it_arrives_as_it_was_written_and_is_read_by_old_and_new_readers(
    small_office: Office,
) -> None:
    with post_office() as post:
        small_office.write_config(f"{MAIL}port = {post.port}\nsecurity = 'none'\n{FRIDAY}{LEADER}")
        two_weeks(small_office)
        assert queue(small_office) == 1
        counted = send_waiting(small_office.engine, small_office.settings, lambda: NOW, {})
        assert counted == {MailState.DONE: 1}
        ((to, message),) = post.taken
    assert to == ["giam-doc@so.example"]
    assert str(message["to"].addresses[0]) == "Giám đốc Sở <giam-doc@so.example>"
    assert message["from"].addresses[0].addr_spec == "tthc@so.example"
    assert message["subject"].startswith("Bản tin TTHC tuần 39/2021: 3 hồ sơ quá hạn")
    assert message["auto-submitted"] == "auto-generated"
    assert not message.defects
    assert shape(message) == (
        "multipart/mixed",
        [
            (
                "multipart/related",
                [
                    ("multipart/alternative", [("text/plain", []), ("text/html", [])]),
                    ("image/png", []),
                ],
            ),
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", []),
        ],
    )
    (sent,) = small_office.rows("SELECT content FROM mail")
    old = message_from_bytes(sent["content"], policy=policy.compat32)
    name = "Sở Lao động - Thương binh và Xã hội"
    assert str(make_header(decode_header(old["from"]))) == f"{name} <tthc@so.example>"
    assert str(make_header(decode_header(old["subject"]))) == message["subject"]
    plain, page = (
        next(part for part in message.walk() if part.get_content_type() == kind)
        for kind in ("text/plain", "text/html")
    )
    assert "VIỆC PHẢI LÀM TUẦN NÀY" in plain.get_content()
    (picture,) = (part for part in message.walk() if part.get_content_type() == "image/png")
    assert f'src="cid:{picture["content-id"].strip("<>")}"' in page.get_content()
    assert picture.get_content().startswith(b"\x89PNG")
    (book,) = (part for part in message.walk() if str(part.get_filename()).endswith(".xlsx"))
    assert book.get_filename() == "ho-so-tuan-2021-39.xlsx"
    assert book.get_content().startswith(b"PK")


def shape(part: EmailMessage) -> tuple[str, list[object]]:
    """The type of a part and the shapes of the parts in it."""
    inner = part.get_payload() if part.is_multipart() else []
    return part.get_content_type(), [shape(one) for one in inner]  # type: ignore[arg-type]


def test_a_week_that_a_run_has_seen_only_after_its_end_is_told_as_that_run_found_it(
    office: Office,
) -> None:
    """E.g. an office that begins on a Monday, or whose host was off over the weekend."""
    office.write_config(MAIL + LEADER)
    office.export(row("A-1"), row("A-2"))
    monday = date(2021, 9, 27)
    morning = datetime(2021, 9, 27, 6, 0)
    office.run(monday)
    assert queue(office, monday, morning) == 1
    (subject,) = subjects(office).values()
    assert subject.endswith("Bản tin TTHC tuần 38/2021: 2 hồ sơ quá hạn, 2 thiếu thư xin lỗi")
    with office.connection() as connection:
        (made,) = issues_of(connection, office.settings, date(2021, 9, 20), morning, [""]).values()
    day = "hết ngày 26/09/2021, hồ sơ quá hạn theo lần chạy ngày 27/09/2021, cập nhật"
    assert day in made.text
    assert day.replace("hết ngày", "hết") in made.page.html


def test_of_a_week_that_no_run_has_seen_nothing_is_claimed(office: Office) -> None:
    office.write_config(MAIL + LEADER)
    office.export(row("A-1"))
    office.run(date(2021, 10, 1))
    assert queue(office, date(2021, 9, 27)) == 1
    (subject,) = subjects(office).values()
    assert subject == "[CHƯA ĐẦY ĐỦ] Bản tin TTHC tuần 38/2021: chưa đủ dữ liệu để kết luận"
