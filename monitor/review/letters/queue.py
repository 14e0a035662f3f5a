"""The steps at which letters wait, as the queue names and orders them."""

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.review.accounts.roles import Right
from monitor.review.letters.steps import Step
from monitor.store.models import LetterState


@dataclass(frozen=True, slots=True)
class Station:
    """Where letters stand. right: of those who take the next step; None: there is none.

    step: the one that can be taken with many letters at once.
    """

    title: str
    right: Right | None
    step: Step | None = None


STATIONS: Mapping[LetterState, Station] = {
    LetterState.DRAFT: Station("Cần hoàn thiện", Right.COMPLETE, Step.COMPLETE),
    LetterState.COMPLETED: Station("Chờ duyệt", Right.APPROVE, Step.APPROVE),
    LetterState.APPROVED: Station("Chờ cấp số", Right.ISSUE, Step.ISSUE),
    LetterState.ISSUED: Station("Chờ gửi", Right.SEND),
    LetterState.SENT: Station("Đã gửi", None),
    LetterState.WITHDRAWN: Station("Đã rút", None),
    LetterState.EXCUSED: Station("Được miễn xin lỗi", None),
}
