"""One step with many letters: each for itself, and one that can't be stops none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from monitor.letterbook.refusals import StepError
from monitor.review.accounts.roles import Right
from monitor.review.letters.steps import Step, may_take
from monitor.review.letters.telling import told
from monitor.review.refusals import ForbiddenError
from monitor.review.visit import Visit
from monitor.store.database import reading
from monitor.store.letter_queue import units_of

MOST = 200
"""Letters at once."""


class BatchError(Exception):
    """Nothing was done with any letter; the message is Vietnamese."""


@dataclass(frozen=True, slots=True)
class Ticked:
    """A letter that was ticked, and the version of it that its row showed."""

    code: str
    version: int

    @property
    def value(self) -> str:
        """The value of its box."""
        return f"{self.version} {self.code}"


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one letter. problem: why nothing did; None if it was done."""

    code: str
    said: str
    problem: str | None


def ticked(boxes: Sequence[str]) -> list[Ticked]:
    """The letters of the boxes, in their order; raises BatchError for none and for too many."""
    if not boxes:
        raise BatchError("Chưa chọn thư nào.")
    if len(boxes) > MOST:
        raise BatchError(f"Đã chọn {len(boxes)} thư; mỗi lần nhiều nhất {MOST} thư.")
    found = []
    for box in boxes:
        version, _, code = box.partition(" ")
        if not (version.isascii() and version.isdigit() and code):
            raise BatchError("Danh sách thư đã chọn không đọc được; hãy tải lại trang.")
        found.append(Ticked(code, int(version)))
    return found


def take_all(
    visit: Visit,
    step: Step,
    chosen: Sequence[Ticked],
    act: Callable[[Ticked, int], str],
) -> list[Result]:
    """Take a step with each letter. act: is given the letter and its place, from 0; says more."""
    with reading(visit.site.engine) as connection:
        units = units_of(connection, {one.code for one in chosen})
    results = []
    for place, one in enumerate(chosen):
        said, problem = "", None
        if one.code not in units or not visit.may(Right.LOOK, units[one.code]):
            problem = f"Không có thư xin lỗi của hồ sơ {one.code}."
        elif not may_take(visit, step, units[one.code]):
            problem = str(ForbiddenError())
        else:
            try:
                said = act(one, place)
            except StepError as error:
                with reading(visit.site.engine) as connection:
                    problem = told(connection, error)
        results.append(Result(one.code, said, problem))
    return results
