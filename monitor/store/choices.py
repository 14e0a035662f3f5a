"""What lists of dossiers can be cut by: the divisions that handle some, and their procedures."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from monitor.store.models import Dossier
from monitor.store.search_text import words_of


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure that dossiers name, by code or, where they have none, by name alone.

    units: the divisions that handle it. words: of its code and name, as texts are searched.
    """

    code: str | None
    name: str
    units: frozenset[str | None]
    words: tuple[str, ...]

    @property
    def key(self) -> str:
        """What stands for it in an address."""
        return self.code if self.code is not None else self.name


def units_and_procedures(connection: Connection) -> tuple[list[str], list[Procedure]]:
    """All divisions, and all procedures by name; takes about a second of a million dossiers."""
    rows = connection.execute(
        select(Dossier.unit, Dossier.procedure_code, Dossier.procedure_name).distinct()
    ).all()
    names: dict[tuple[str | None, str | None], str] = {}
    units: dict[tuple[str | None, str | None], set[str | None]] = {}
    for unit, code, name in rows:
        if code is None and name is None:
            continue
        key = (code, None if code is not None else name)
        names[key] = max(names.get(key, ""), name or code or "")  # one code may bear several names
        units.setdefault(key, set()).add(unit)
    procedures = [
        Procedure(
            code, name, frozenset(units[code, other]), tuple(words_of(f"{code or ''} {name}"))
        )
        for (code, other), name in names.items()
    ]
    known = sorted({unit for unit, _, _ in rows if unit})
    return known, sorted(procedures, key=lambda one: (one.name, one.key))
