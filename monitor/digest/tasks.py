"""What must be done this week and by whom: by division, in a division's own digest by officer."""

from collections import defaultdict

from monitor.digest.content import Step, Task
from monitor.digest.known import Known
from monitor.digest.words import actions, nobody
from monitor.store.standing import Group
from monitor.vietnamese import masked, number

_STEPS = 3  # more of them are had from the page of the division


def tasks(known: Known) -> list[Task]:
    """Who must do something, whoever has most of the worst first.

    Officers are told by masked names: the digest travels by e-mail.
    """
    by_officer = known.unit is not None
    groups: dict[str | None, list[Group]] = defaultdict(list)
    for one in known.groups:
        if one.rule in actions():
            groups[one.officer if by_officer else one.unit].append(one)
    ordered = sorted(groups.items(), key=lambda item: (_weight(item[1]), item[0] or ""))
    return [
        Task(_name(who, by_officer=by_officer), tuple(_steps(known, who, own))[:_STEPS])
        for who, own in ordered
    ]


def _name(who: str | None, *, by_officer: bool) -> str:
    if who is None:
        return nobody("officer" if by_officer else "unit")
    return masked(who) if by_officer else who


def _weight(groups: list[Group]) -> list[int]:
    """Sorts by the worst kind of work first, in which more of it is worse."""
    return [-sum(one.count for one in groups if one.rule == rule) for rule in actions()]


def _steps(known: Known, who: str | None, groups: list[Group]) -> list[Step]:
    steps = []
    for rule, text in actions().items():
        own = [one for one in groups if one.rule == rule]
        if own:
            count, days = sum(one.count for one in own), max(one.longest for one in own)
            where = {} if known.unit is not None else {"unit": who}
            steps.append(
                Step(
                    text.format(count=number(count), days=number(days)),
                    known.address(rule=rule, **where),
                )
            )
    return steps
