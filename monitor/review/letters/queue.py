"""The steps at which letters wait, as the queue names and orders them."""

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.review.accounts.roles import Right
from monitor.store.models import LetterState


@dataclass(frozen=True, slots=True)
class Station:
    """A step at which letters stand. right: of those who take the next step; None: there is none.

    batch: what can be done there with many letters at once.
    """

    title: str
    right: Right | None
    batch: tuple[str, ...] = ()


STATIONS: Mapping[LetterState, Station] = {
    LetterState.DRAFT: Station("Cần hoàn thiện", Right.COMPLETE, ("complete",)),
    LetterState.COMPLETED: Station("Chờ duyệt", Right.APPROVE, ("approve",)),
    LetterState.APPROVED: Station("Chờ cấp số", Right.ISSUE, ("issue",)),
    LetterState.ISSUED: Station("Chờ gửi", Right.SEND),
    LetterState.SENT: Station("Đã gửi", None),
    LetterState.WITHDRAWN: Station("Đã rút", None),
    LetterState.EXCUSED: Station("Được miễn xin lỗi", None),
}
