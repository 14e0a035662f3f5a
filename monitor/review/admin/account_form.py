"""Roles and division as a form of an account shows and sends them."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Form
from sqlalchemy import Connection

from monitor.review.accounts.people import AccountError
from monitor.review.accounts.roles import roles
from monitor.store.dossiers import known_units

Typed = Annotated[str, Form()]


@dataclass(frozen=True, kw_only=True)
class AccountForm:
    """What was ticked and chosen. name: a full name, or that of a program."""

    name: Typed = ""
    role: Annotated[tuple[str, ...], Form()] = ()
    unit: Typed = ""

    def checked_unit(self, connection: Connection, before: str | None = None) -> str | None:
        """The division; raises AccountError for one that neither a dossier names nor he had."""
        unit = self.unit.strip() or None
        known = known_units(connection)
        if unit and known and unit not in (*known, before):
            raise AccountError(f"Không có hồ sơ nào của đơn vị “{unit}”.")
        return unit


def choices(connection: Connection, chosen: str | None) -> dict[str, Any]:
    """What a form of an account offers: roles, and divisions as dossiers name them."""
    units = known_units(connection)
    if chosen and chosen not in units:
        units = [*units, chosen]
    return {"known_roles": roles(), "units": units}
