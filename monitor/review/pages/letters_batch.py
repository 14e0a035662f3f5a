"""Many letters at once: completed with one reason, approved, given their numbers, printed."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Form, Response

from monitor.letterbook.approving import approve
from monitor.letterbook.completing import complete
from monitor.letterbook.issuing import issue
from monitor.letterbook.kinds import Fault
from monitor.letterbook.numbers import read_number, series_of
from monitor.letterbook.printing import merged
from monitor.letterbook.reasons import clause, known_reason
from monitor.letterbook.refusals import StepError
from monitor.letterbook.sight import sight
from monitor.review.accounts.roles import Right
from monitor.review.addresses import letter_address
from monitor.review.form_size import FormRoute
from monitor.review.letters.batch import BatchError, Ticked, take_all, ticked
from monitor.review.letters.days import typed_day
from monitor.review.letters.queue import STATIONS
from monitor.review.letters.queue_page import Asked, Undone, asked_in_form, queue_page
from monitor.review.letters.steps import Step, rights_for
from monitor.review.rendering import page
from monitor.review.saved import saved
from monitor.review.visit import OwnForm, Visit, with_right
from monitor.store.database import reading
from monitor.store.letter_queue import forms_of, units_of
from monitor.store.models import LetterState
from monitor.store.papers import Document, documents_at
from monitor.vietnamese import day as shown_day

router = APIRouter(prefix="/letters-batch", route_class=FormRoute, dependencies=[OwnForm])

Boxes = Annotated[list[str], Form()]
Words = Annotated[str, Form()]
Queue = Annotated[Asked, Depends(asked_in_form)]
Act = Callable[[Ticked, int], str]

_NEXT = {
    Step.COMPLETE: LetterState.COMPLETED,
    Step.APPROVE: LetterState.APPROVED,
    Step.ISSUE: LetterState.ISSUED,
}


def _may(step: Step) -> Callable[[Visit], Awaitable[Visit]]:
    return with_right(*rights_for(step))


@router.post("/complete")
def complete_all(
    visit: Annotated[Visit, Depends(_may(Step.COMPLETE))],
    queue: Queue,
    letter: Boxes = [],  # noqa: B006 - FastAPI copies it
    reason_code: Words = "",
    reason: Words = "",
    fault: Words = "",
) -> Response:
    """Complete each with the same reason and the first date that is proposed for it."""
    typed = {"reason_code": reason_code, "reason": reason, "fault": fault}

    def prepared(_: Sequence[Ticked]) -> Act:
        if not reason_code:
            raise BatchError("Chưa chọn lý do chậm.")
        known = known_reason(reason_code)
        clause(known, reason.strip())  # raises where the reason must be said in words
        whose = Fault(fault) if fault in set(Fault) else known.fault
        desk = visit.site.desk(visit.who)

        def act(one: Ticked, _: int) -> str:
            proposed = sight(desk, one.code).proposals
            new = proposed[0].day if proposed else None
            complete(
                desk,
                one.code,
                reason_code=reason_code,
                fault=whose,
                new_due_on=new,
                reason=reason,
                version=one.version,
            )
            return f"hẹn lại ngày {shown_day(new)}" if new else "không hẹn lại, đã có kết quả"

        return act

    return _done(visit, Step.COMPLETE, queue, letter, typed, prepared)


@router.post("/approve")
def approve_all(
    visit: Annotated[Visit, Depends(_may(Step.APPROVE))],
    queue: Queue,
    letter: Boxes = [],  # noqa: B006
) -> Response:
    """Approve each as it was completed."""

    def prepared(_: Sequence[Ticked]) -> Act:
        desk = visit.site.desk(visit.who)

        def act(one: Ticked, _: int) -> str:
            approve(desk, one.code, version=one.version)
            return ""

        return act

    return _done(visit, Step.APPROVE, queue, letter, {}, prepared)


@router.post("/issue")
def issue_all(
    visit: Annotated[Visit, Depends(_may(Step.ISSUE))],
    queue: Queue,
    letter: Boxes = [],  # noqa: B006
    number: Words = "",
    day: Words = "",
) -> Response:
    """Give each its number: the first to the first letter, and so on, whatever fails between."""

    def prepared(chosen: Sequence[Ticked]) -> Act:
        desk = visit.site.desk(visit.who)
        on = typed_day("issued_on", day)
        series = _one_series(visit, chosen, on)
        first = read_number(number, series)

        def act(one: Ticked, place: int) -> str:
            given = f"{first.number + place}/{first.series}"
            issue(desk, one.code, number=given, day=on, version=one.version)
            return f"số {given}"

        return act

    typed = {"number": number, "day": day}
    return _done(visit, Step.ISSUE, queue, letter, typed, prepared)


@router.post("/print")
async def print_all(
    visit: Annotated[Visit, Depends(with_right(Right.NAMES))],
    queue: Queue,
    letter: Boxes = [],  # noqa: B006
    double_sided: Annotated[bool, Form()] = False,
) -> Response:
    """One PDF of all, in the order of the list."""
    try:
        chosen = ticked(letter)
    except BatchError as error:
        undone = Undone(str(error), letter, {"double_sided": "true" if double_sided else ""})
        return await run_sync(queue_page, visit, queue, undone)
    documents = await run_sync(_documents, visit, queue, chosen)
    made = await visit.site.pictures.pdfs(documents)
    missing = [one.code for one in chosen if one.code not in made]
    if missing:
        told = f"Không in được thư của: {', '.join(missing)}."
        await run_sync(visit.tell, told)
    if not made:
        undone = Undone("Không có thư nào in được.", letter, {})
        return await run_sync(queue_page, visit, queue, undone)
    await run_sync(visit.note_opened, made)
    pairs = list(made.items())
    content = await run_sync(partial(merged, pairs, double_sided=double_sided))
    return saved(content, "in-thu-xin-loi.pdf", "application/pdf")


def _documents(visit: Visit, queue: Asked, chosen: Sequence[Ticked]) -> Mapping[str, Document]:
    state = queue.state or LetterState.DRAFT
    with reading(visit.site.engine) as connection:
        units = units_of(connection, {one.code for one in chosen})
        allowed = [one.code for one in chosen if visit.may(Right.NAMES, units.get(one.code))]
        found = documents_at(connection, state, allowed)
    return {code: found[code] for code in allowed if code in found}


def _one_series(visit: Visit, chosen: Sequence[Ticked], on: date) -> str:
    """The symbol of all these letters; raises BatchError where there are several."""
    with reading(visit.site.engine) as connection:
        forms = forms_of(connection, {one.code for one in chosen})
    found = sorted({series_of(form, visit.site.settings, on) for form in forms})
    if len(found) > 1:
        raise BatchError(
            f"Các thư đã chọn có nhiều ký hiệu: {', '.join(found)}; hãy cấp số từng ký hiệu một."
        )
    return found[0] if found else ""


def _done(
    visit: Visit,
    step: Step,
    queue: Asked,
    boxes: Sequence[str],
    typed: Mapping[str, str],
    prepared: Callable[[Sequence[Ticked]], Act],
) -> Response:
    """Take the step with all; the page that tells what came of each."""
    try:
        chosen = ticked(boxes)
        act = prepared(chosen)
    except (BatchError, StepError) as error:
        return queue_page(visit, queue, Undone(str(error), boxes, typed))
    results = take_all(visit, step, chosen, act)
    rows = [{"result": one, "address": letter_address(one.code)} for one in results]
    return page(
        visit,
        "letters_batch.html",
        step=step,
        done=[row for row, one in zip(rows, results, strict=True) if one.problem is None],
        failed=[row for row, one in zip(rows, results, strict=True) if one.problem],
        back=queue.address(),
        onward=Asked(_NEXT[step]).address(),
        onward_title=STATIONS[_NEXT[step]].title,
    )
