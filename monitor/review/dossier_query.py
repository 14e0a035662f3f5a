"""A list of dossiers as its address asks for it: cut, sorted, and which page of it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from monitor.intake.wordings import official_name
from monitor.review.accounts.roles import Right, Scope
from monitor.review.finding_words import SEVERITIES
from monitor.review.refusals import RefusedError
from monitor.review.remembered import Standing
from monitor.review.visit import Visit
from monitor.store.choices import Procedure
from monitor.store.dossier_list import MOMENTS, By, Order, Sought, Wanted
from monitor.store.search_text import words_of
from monitor.vietnamese import day
from rules import RULES
from rules.status import Status

FILTERS = (
    *("q", "unit", "procedure", "status", "rule", "severity", "run"),
    *("late_from", "late_to", "period", "from", "to"),
)
PERIODS = {By.RECEIVED: "Tiếp nhận", By.DUE: "Hẹn trả", By.COMPLETED: "Có kết quả"}
_LONGEST = 500  # of what is asked for; lists are remembered by it
_FAR = 9_999_999  # no page, run or number of days is as large
_SOON = ("due-soon", "apology-due")
_SEVERAL = {"late_to": "late_from", "from": "period", "to": "period"}  # told by the chip of another


class UnfitAddressError(RefusedError):
    """The address asks for what no page of ours asks for."""

    status = 422

    def __init__(self, name: str) -> None:
        super().__init__(f"Giá trị không hợp lệ ở: {name}.")


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is chosen, in words, and the address of the list without it."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for.

    values: its filters, none empty. chosen: the order, if it names one. page: from 1. is_plain:
    whether the address holds no empty field, as those of forms do.
    """

    values: Mapping[str, str]
    wanted: Wanted
    chosen: Order | None
    page: int
    is_plain: bool

    @property
    def order(self) -> Order:
        """How the list is sorted: as chosen, else what is worst or newest first."""
        return self.chosen or _usual(self.wanted)

    @property
    def query(self) -> str:
        """The part of the address that says which list it is, to be put after "?"."""
        return self._query(self.values, self.chosen)

    def sorted_by(self, by: By, *, first: bool) -> str:
        """Address of the list sorted by this; the other way round if it is already.

        first: whether it is to begin with the largest.
        """
        same = by is self.order.by
        order = Order(by, not self.order.descending if same else first)
        return f"/dossiers?{self._query(self.values, order)}"

    def on_page(self, page: int) -> str:
        """Address of another page of the list."""
        return f"/dossiers?{self._query({**self.values, 'page': str(page)}, self.chosen)}"

    def without(self, *names: str) -> str:
        """Address of the list without some of its filters."""
        left = {name: value for name, value in self.values.items() if name not in names}
        return "/dossiers?" + urlencode(left) if left else "/dossiers"

    @staticmethod
    def _query(values: Mapping[str, str], order: Order | None) -> str:
        sort = {"sort": ("-" if order.descending else "") + order.by} if order else {}
        return urlencode({**values, **sort})


def asked(visit: Visit, standing: Standing) -> Asked:
    """Read the address of a visit; raises UnfitAddressError."""
    query = visit.request.query_params
    given = {name: query[name].strip() for name in FILTERS if query.get(name, "").strip()}
    for name, value in given.items():
        if len(value) > _LONGEST:
            raise UnfitAddressError(name)
    if ("from" in given or "to" in given) and "period" not in given:
        given["period"] = By.RECEIVED
    if "period" in given and not ("from" in given or "to" in given):
        del given["period"]
    order = _order(query.get("sort", "").strip())
    wanted = _wanted(visit, standing, given)
    if order is not None and order.by is By.LATE and not wanted.of_findings:
        wanted, given["late_from"] = replace(wanted, late_from=0), "0"
    return Asked(
        values=given,
        wanted=wanted,
        chosen=order,
        page=max(_number("page", query.get("page", "").strip() or "1"), 1),
        is_plain=all(query.values()),
    )


def _wanted(visit: Visit, standing: Standing, given: Mapping[str, str]) -> Wanted:
    def number(name: str) -> int | None:
        return _number(name, given[name]) if name in given else None

    status = number("status")
    if status is not None and status not in list(Status):
        raise UnfitAddressError("status")
    period = given.get("period")
    key = given.get("procedure")
    has_code = any(one.code == key for one in standing.procedures)
    return Wanted(
        sought=_sought(visit, standing, given["q"]) if "q" in given else None,
        only=visit.only_unit(),
        unit=given.get("unit"),
        procedure_code=key if has_code else None,
        procedure_name=None if has_code else key,
        status=status,
        rule=_one_of("rule", given, {rule.code for rule in RULES}),
        severity=_one_of("severity", given, SEVERITIES),
        run=number("run"),
        late_from=number("late_from"),
        late_to=number("late_to"),
        period=By(period) if period and _one_of("period", given, [*MOMENTS]) else None,
        start=_day("from", given),
        end=_day("to", given),
    )


def _sought(visit: Visit, standing: Standing, typed: str) -> Sought:
    scope = visit.who.scope(Right.NAMES)
    unit = visit.who.unit if scope is Scope.OWN else None
    return standing.parts.once(
        ("sought", typed, scope, unit),
        lambda: _read(standing, typed, named=scope is Scope.ALL, named_unit=unit),
    )


def _read(standing: Standing, typed: str, *, named: bool, named_unit: str | None) -> Sought:
    words = tuple(words_of(typed))
    found = [one for one in standing.procedures if words and _names(one, words)]
    return Sought(
        words=words,
        named=named,
        named_unit=named_unit,
        procedure_codes=tuple(one.code for one in found if one.code is not None),
        procedure_names=tuple(one.name for one in found if one.code is None),
    )


def _names(procedure: Procedure, words: tuple[str, ...]) -> bool:
    """Whether all words stand in its code and name, the last one perhaps as a beginning."""
    *whole, last = words
    known = procedure.words
    return all(word in known for word in whole) and any(word.startswith(last) for word in known)


def _order(text: str) -> Order | None:
    if not text:
        return None
    by = text.removeprefix("-")
    if by not in list(By):
        raise UnfitAddressError("sort")
    return Order(By(by), text.startswith("-"))


def _usual(wanted: Wanted) -> Order:
    if wanted.period is not None:
        return Order(wanted.period, descending=True)
    if wanted.rule in _SOON:
        return Order(By.DUE, descending=False)
    return Order(By.LATE if wanted.of_findings else By.RECEIVED, descending=True)


def _one_of(name: str, given: Mapping[str, str], known: object) -> str | None:
    value = given.get(name)
    if value is not None and value not in known:  # type: ignore[operator]
        raise UnfitAddressError(name)
    return value


def _number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise UnfitAddressError(name)
    return min(int(text[:20]), _FAR)


def _day(name: str, given: Mapping[str, str]) -> date | None:
    if name not in given:
        return None
    try:
        found = date.fromisoformat(given[name])
    except ValueError:
        raise UnfitAddressError(name) from None
    if not date(1900, 1, 1) <= found <= date(9000, 1, 1):
        raise UnfitAddressError(name)
    return found


def chips(asked: Asked, standing: Standing) -> Iterator[Chip]:
    """The filters that are chosen."""
    for name, value in asked.values.items():
        if name in _SEVERAL and _SEVERAL[name] in asked.values:
            continue
        beside = [other for other, told in _SEVERAL.items() if told == name]
        yield Chip(_told(name, value, asked.wanted, standing), asked.without(name, *beside))


def _told(name: str, value: str, wanted: Wanted, standing: Standing) -> str:
    tellers: Mapping[str, Callable[[], str]] = {
        "q": lambda: f"Tìm “{value}”",
        "procedure": lambda: next(
            (one.name for one in standing.procedures if one.key == value), value
        ),
        "status": lambda: official_name("status", int(value)),
        "rule": lambda: next(rule.title for rule in RULES if rule.code == value),
        "severity": lambda: SEVERITIES[value],
        "run": lambda: f"Mới thấy ở lần chạy {value}",
        "late_from": lambda: _told_late(wanted),
        "late_to": lambda: _told_late(wanted),
        "period": lambda: _told_period(wanted),
    }
    return tellers[name]() if name in tellers else value


def _told_late(wanted: Wanted) -> str:
    if not wanted.late_from and wanted.late_to is None:
        return "Đang quá hạn" if wanted.rule is None else "Quá hạn từ 0 ngày làm việc"
    start = f" từ {wanted.late_from}" if wanted.late_from is not None else ""
    end = f" đến {wanted.late_to}" if wanted.late_to is not None else ""
    return f"Quá hạn{start}{end} ngày làm việc"


def _told_period(wanted: Wanted) -> str:
    what = PERIODS[wanted.period] if wanted.period else ""
    start = f" từ {day(wanted.start)}" if wanted.start else ""
    return what + start + (f" đến {day(wanted.end)}" if wanted.end else "")
