"""Roles and rights: who may do what, in which division, from data/roles.toml."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Right(StrEnum):
    """What somebody may do; see data/roles.toml."""

    LOOK = "look"
    NAMES = "names"
    FIGURES = "figures"
    COMPLETE = "complete"
    APPROVE = "approve"
    ISSUE = "issue"
    SEND = "send"
    RUNS = "runs"
    OUTBOX = "outbox"
    VIEWS = "views"
    SYSTEM = "system"
    PEOPLE = "people"


class Scope(StrEnum):
    """Where somebody may do it."""

    OWN = "own"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its Vietnamese title, what it is for in a sentence, and right → where."""

    title: str
    about: str
    rights: Mapping[Right, Scope]

    @property
    def needs_unit(self) -> bool:
        """Whether somebody with this role must belong to a division."""
        return Scope.OWN in self.rights.values()


@cache
def roles() -> Mapping[str, Role]:
    """Code of a role → the role."""
    text = files("monitor.review.data").joinpath("roles.toml").read_text(encoding="utf-8")
    return {
        code: Role(title, about, {Right(key): Scope(where) for key, where in rights.items()})
        for code, table in tomllib.loads(text).items()
        for title, about, rights in [(table.pop("title"), table.pop("about"), table)]
    }


def _known(codes: Iterable[str]) -> list[Role]:
    """The roles of these codes; an account may have one that this version no longer knows."""
    return [roles()[code] for code in codes if code in roles()]


@cache
def _widest(held: tuple[str, ...]) -> Mapping[Right, Scope]:
    """Right → where these roles together have it; lists ask for each of their rows."""
    found: dict[Right, Scope] = {}
    for role in _known(held):
        for right, where in role.rights.items():
            if found.get(right) is not Scope.ALL:
                found[right] = where
    return found


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who asks for a page or for data, with what he may see and do.

    login: as the audit log names him. unit: his division, if he belongs to one.
    """

    login: str
    name: str
    roles: tuple[str, ...]
    unit: str | None

    def scope(self, right: Right) -> Scope | None:
        """Where he has that right; None where he has it nowhere."""
        found = _widest(self.roles).get(right)
        return None if found is Scope.OWN and self.unit is None else found

    def may(self, right: Right, unit: str | None) -> bool:
        """Whether he has that right for something that belongs to this division."""
        scope = self.scope(right)
        return scope is Scope.ALL or (scope is Scope.OWN and unit == self.unit)

    def has(self, *rights: Right) -> bool:
        """Whether he has one of these rights anywhere."""
        return any(self.scope(right) for right in rights)

    @property
    def titles(self) -> str:
        """His roles, in Vietnamese."""
        return ", ".join(role.title for role in _known(self.roles))
