"""An office with letters to decide about: who decides, and the usual way of a letter."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from office import Office, row
from prepared import prepared

from monitor.letterbook.approving import approve
from monitor.letterbook.completing import complete
from monitor.letterbook.desk import Desk
from monitor.letterbook.issuing import issue
from monitor.letterbook.kinds import Channel, Fault
from monitor.letterbook.sending import send
from monitor.office_calendar import office_calendar
from monitor.store.audit import verify

TODAY = date(2021, 9, 30)  # a Thursday
NOW = datetime(2021, 9, 30, 9, 15)
NEW = date(2021, 10, 8)
CLERK, HEAD = "Lê Thị Bình", "Phạm Văn Cường"


def prepare(office: Office, *rows: Any, more: str = "") -> Office:
    """An office whose head has a name, after a night in which A-1 was found late."""
    office.config = office.config.replace(
        'signer_title = "Giám đốc"', f'signer_title = "Giám đốc"\nsigner_name = "{HEAD}"'
    )
    office.write_config(more)
    rows = rows or (row("A-1"),)
    night = ("a night", office.config, more, tuple(map(tuple, rows)))
    prepared(office, night, lambda: _night(office, *rows))
    return office


def _night(office: Office, *rows: Any) -> None:
    office.export(*rows)
    office.run(TODAY)


def desk(office: Office, by: str = CLERK, now: datetime = NOW) -> Desk:
    settings = office.settings
    return Desk(office.engine, settings, office_calendar(settings), now, by)


def completed(office: Office, code: str = "A-1", **other: Any) -> None:
    values: dict[str, Any] = {"reason_code": "xac-minh", "fault": Fault.OURS, "new_due_on": NEW}
    complete(desk(office), code, **{**values, **other})


def approved(office: Office, code: str = "A-1", **other: Any) -> None:
    completed(office, code, **other)
    approve(desk(office, HEAD), code)


def issued(office: Office, code: str = "A-1", number: str = "1", **other: Any) -> None:
    approved(office, code, **other)
    issue(desk(office), code, number=number, day=TODAY)


def sent(office: Office, code: str = "A-1") -> None:
    issued(office, code)
    send(desk(office), code, channel=Channel.POST, day=TODAY, proof="Vận đơn 123")


def letter(office: Office, code: str = "A-1") -> Mapping[str, Any]:
    """The last letter of a dossier, as the table has it."""
    query = f"SELECT * FROM letter WHERE dossier = '{code}' ORDER BY reappointment, id"
    return office.rows(query)[-1]


def log(office: Office) -> list[tuple[str, str]]:
    """(action, actor) of each row of the audit log, which must be sound."""
    with office.connection() as connection:
        assert verify(connection).tampered is None
    rows = office.rows("SELECT action, actor FROM audit ORDER BY id")
    return [(one["action"], one["actor"]) for one in rows]
