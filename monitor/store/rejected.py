"""Rows that could not be read, kept from the run that met them to the one that no longer did."""

import hashlib
import json
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from monitor.intake.errors import RejectedRow
from monitor.intake.pull import Pull
from monitor.store.models import Rejected

_SHOWN = ("file", "sheet", "row", "column", "value", "reason", "code", "cells")


def keep_rejected(connection: Connection, pull: Pull, run_id: int) -> None:
    """Add the rows that are new and mark those that are gone; a rerun adds nothing.

    Of a pull that is not whole nothing is gone.
    """
    now = {_fingerprint(row): row for row in pull.rejected}
    open_rows = connection.execute(
        select(Rejected.id, Rejected.fingerprint).where(Rejected.gone_run_id.is_(None))
    ).all()
    before = {fingerprint for _, fingerprint in open_rows}
    if new := now.keys() - before:
        connection.execute(
            insert(Rejected),
            [
                {**_values(row), "fingerprint": key, "run_id": run_id}
                for key, row in now.items()
                if key in new
            ],
        )
    gone = [{"of_id": key} for key, fingerprint in open_rows if fingerprint not in now]
    if gone and pull.whole:
        table = Rejected.__table__
        connection.execute(
            update(table)  # type: ignore[arg-type]
            .where(table.c.id == bindparam("of_id"))
            .values(gone_run_id=run_id),
            gone,
        )


def _values(row: RejectedRow) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in _SHOWN}
    return {**values, "cells": list(row.cells)}


def _fingerprint(row: RejectedRow) -> str:
    return hashlib.sha256(json.dumps(_values(row)).encode()).hexdigest()
