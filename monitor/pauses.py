"""Pauses of a dossier, as far as its status in the runs' exports shows them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from monitor.intake.wordings import official_name
from rules.status import Status
from rules.worktime.pauses import Pause

PAUSED = (Status.WAITS_FOR_PAPERS, Status.WAITS_FOR_PAYMENT, Status.STOPPED)


def pauses_seen(life: Sequence[Mapping[str, Any]], status: int, as_of: date) -> list[Pause]:
    """The times in which the dossier waited for papers or payment or was stopped.

    life: what was seen of it, as `monitor.explain` tells it. status: the last one seen. A pause
    lasts from the day of the run that saw it to the eve of the run that saw its end; one that has
    not ended, to the day of reckoning. What happened between two runs nobody can tell.
    """
    changes = [event for event in life if event["field"] == "status"]
    statuses = [*(int(event["old"]) for event in changes), status]
    starts = [life[0]["as_of"], *(event["as_of"] for event in changes)]
    ends = [*(event["as_of"] - timedelta(days=1) for event in changes), as_of]
    return [
        Pause(start, min(end, as_of), _reason(code))
        for code, start, end in zip(statuses, starts, ends, strict=True)
        if code in PAUSED and start <= min(end, as_of)
    ]


def _reason(status: int) -> str:
    wording = official_name("status", status)
    return f"tạm dừng: {wording[:1].lower()}{wording[1:]}"
