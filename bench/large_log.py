"""What the administrator's pages go through: years of decisions, views, e-mails, bad rows."""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from large_office import LAST_RUN, NOW
from sqlalchemy import Engine, Table, insert, select

from monitor.store.account_models import DossierView
from monitor.store.audit import FROM_THE_FIRST, Entry, chained
from monitor.store.mail_models import Answer, Mail, MailRecipient, MailState
from monitor.store.models import Audit, Dossier, Rejected

REJECTED, DECISIONS, VIEWS, MAILS = 4_000, 200_000, 500_000, 6_000
TROUBLED_RUN = LAST_RUN // 2
_PEOPLE = [f"can-bo-{n}" for n in range(60)]
_AT_ONCE = 20_000
_STEP = timedelta(minutes=5)


def fill_log(engine: Engine) -> None:
    """Write them into the filled tables of `large_office.fill`."""
    with engine.connect() as connection:
        codes = list(connection.scalars(select(Dossier.code).limit(50_000)))
    for table, rows in (
        (Rejected.__table__, _rejected()),
        (Audit.__table__, _decisions(codes)),
        (DossierView.__table__, _views(codes)),
        (Mail.__table__, _mails()),
        (MailRecipient.__table__, _recipients()),
    ):
        _write(engine, table, rows)  # type: ignore[arg-type]


def _write(engine: Engine, table: Table, rows: Iterator[Mapping[str, Any]]) -> None:
    portion: list[Mapping[str, Any]] = []
    for row in rows:
        portion.append(row)
        if len(portion) == _AT_ONCE:
            _insert(engine, table, portion)
            portion = []
    _insert(engine, table, portion)


def _insert(engine: Engine, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        with engine.begin() as connection:
            connection.execute(insert(table), list(rows))


def _rejected() -> Iterator[Mapping[str, Any]]:
    """Half of them of one run; all were mended since."""
    for number in range(REJECTED):
        run = TROUBLED_RUN if number % 2 else 1 + number % (LAST_RUN - 1)
        yield {
            "run_id": run,
            "gone_run_id": run + 1,
            "fingerprint": f"{number:064}",
            "file": "export.xlsx",
            "sheet": "Danh sách",
            "row": number + 2,
            "column": "H, Ngày hẹn trả",
            "value": "31/06/2021",
            "reason": "no such day or time",
            "code": f"R-{number}",
            "cells": ["1", f"R-{number}", "Nguyễn Văn An", "31/06/2021"],
        }


def _decisions(codes: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    chance = random.Random(11)
    start, head = _before(DECISIONS), FROM_THE_FIRST.head
    for number in range(DECISIONS):
        entry = Entry(
            start + number * _STEP,
            chance.choice(_PEOPLE),
            chance.choice(("complete", "approve", "issue", "send")),
            "letter",
            str(1 + number % 6_000),
            {"dossier": chance.choice(codes)},
        )
        row = chained(head, entry)
        head = row["hash"]
        yield row


def _views(codes: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    chance, start = random.Random(12), _before(VIEWS)
    for number in range(VIEWS):
        at = start + number * _STEP
        yield {"at": at, "who": chance.choice(_PEOPLE), "dossier": chance.choice(codes)}


def _before(count: int) -> datetime:
    return NOW - count * _STEP


def _mails() -> Iterator[Mapping[str, Any]]:
    for number in range(1, MAILS + 1):
        yield {
            "id": number,
            "message_id": f"<{number}@example.vn>",
            "subject_kind": "letter",
            "subject_key": str(number),
            "subject": f"Thư xin lỗi số {number}",
            "content": b"...",
            "created_at": NOW,
            "created_by": _PEOPLE[number % len(_PEOPLE)],
            "state": MailState.DONE if number % 100 else MailState.UNKNOWN,
            "next_at": NOW,
        }


def _recipients() -> Iterator[Mapping[str, Any]]:
    for number in range(1, MAILS + 1):
        refused = number % 50 == 1
        yield {
            "mail_id": number,
            "address": f"nguoi-{number}@example.vn",
            "answer": Answer.REFUSED if refused else Answer.ACCEPTED,
            "words": "550 no such user" if refused else "250 queued",
            "at": NOW,
        }
