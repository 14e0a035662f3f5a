"""Interfaces that behave, for tests to spoil, and the source that reads them."""

from pathlib import Path
from typing import Any

import pytest
from sources_api.portal import Asked, Handler, Reply

from monitor.config.api import ApiSettings
from monitor.intake.errors import IntakeError
from monitor.sources.api import ApiSource

PASSWORD = "bí mật-9/x"
SESSION = "phien-5f1c"


def records(count: int) -> list[dict[str, Any]]:
    return [
        {"MaHoSo": f"H-{n}", "NgayHenTra": "20210730170000", "TrangThaiHoSo": "4"}
        for n in range(1, count + 1)
    ]


def dossiers(count: int) -> list[dict[str, Any]]:
    return [
        {
            "code": f"H-{n}",
            "appointmentDate": "2021-07-30T17:00:00.000+0000",
            "dossierStatus": {"id": 2, "name": "Đang xử lý"},
        }
        for n in range(1, count + 1)
    ]


def national(all_records: list[dict[str, Any]]) -> Handler:
    """Logs in with the password, and pages with a session."""

    def answer(asked: Asked) -> Reply:
        if asked.path == "/login":
            good = asked.fields["password"] == PASSWORD
            return Reply({"error_code": "0", "session": SESSION} if good else {"error_code": "-1"})
        if asked.fields["session"] != SESSION:
            return Reply({"error_code": "-9", "message": "hết phiên"})
        page, size = asked.fields["page"], asked.fields["size"]
        part = all_records[(page - 1) * size : page * size]
        return Reply({"error_code": "0", "total": len(all_records), "data": part})

    return answer


def igate(all_dossiers: list[dict[str, Any]], token: str = SESSION) -> Handler:
    """Gives a token for a client's secret, and pages from 0."""

    def answer(asked: Asked) -> Reply:
        if asked.path == "/token":
            return Reply({"access_token": token, "token_type": "bearer", "expires_in": 300})
        if asked.headers.get("Authorization") != f"Bearer {token}":
            return Reply({"error": "invalid_token"}, status=401)
        return Reply(igate_page(all_dossiers, int(asked.fields["page"]), int(asked.fields["size"])))

    return answer


def igate_page(all_dossiers: list[dict[str, Any]], page: int, size: int) -> dict[str, Any]:
    part = all_dossiers[page * size : (page + 1) * size]
    pages = -(-len(all_dossiers) // size)
    return {
        "content": part,
        "totalPages": pages,
        "totalElements": len(all_dossiers),
        "number": page,
        "last": page + 1 >= pages,
    }


class Opened:
    """A source, how long it slept, and what its sheet holds."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        (folder / "password").write_text(PASSWORD + "\n", encoding="utf-8")
        (folder / "token").write_text(SESSION, encoding="utf-8")
        self.slept: list[float] = []
        self.source = ApiSource(ApiSettings(**settings), folder.joinpath, self.slept.append)

    def codes(self) -> list[Any]:
        (batch,) = self.source.batches()
        (sheet,) = batch.sheets
        return [row[0] for row in sheet.rows[1:]]


def of_national(folder: Path, url: str, **settings: Any) -> Opened:
    login = {"login_url": f"{url}/login", "username": "so", "password_file": "password"}
    given = {"system": "national", "url": f"{url}/data", "page_size": 4, **login, **settings}
    return Opened(folder, **given)


def of_igate(folder: Path, url: str, **settings: Any) -> Opened:
    login = {"login_url": f"{url}/token", "username": "may", "password_file": "password"}
    given = {"system": "igate", "url": f"{url}/dossier", "page_size": 4, **login, **settings}
    return Opened(folder, **given)


def refuses(opened: Opened, message: str) -> str:
    with pytest.raises(IntakeError, match=message) as caught:
        opened.codes()
    said = str(caught.value) + "".join(opened.source.notes)
    assert PASSWORD not in said
    assert SESSION not in said
    return said
