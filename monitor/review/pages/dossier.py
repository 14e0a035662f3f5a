"""One dossier: what is known of it, what was found, why it is late, and what is to be done."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Response

from monitor.explain import Explanation, explain_dossier
from monitor.explain_page import explanation_content
from monitor.letterbook.sentences import sentences
from monitor.review.accounts.roles import Right
from monitor.review.addresses import dossier_address, letter_address
from monitor.review.admin.frame import VIEWS
from monitor.review.asked_once import freshness_of
from monitor.review.finding_words import LOOKS, SEVERITIES, finding_words
from monitor.review.letters.story import called
from monitor.review.refusals import MissingError
from monitor.review.rendering import page
from monitor.review.turns import PageRoute
from monitor.review.visit import Visit, with_right
from monitor.store.database import reading
from monitor.store.letters import letters_of
from monitor.store.models import Letter, LetterState
from monitor.store.views import viewers
from monitor.vietnamese import masked

router = APIRouter(route_class=PageRoute)

_HIDDEN = "(không hiển thị)"
_VIEWERS = 10
# The state of a letter → what is to be done with it, and by whose right.
_STEPS = {
    LetterState.DRAFT: (Right.COMPLETE, "Hoàn thiện thư xin lỗi"),
    LetterState.COMPLETED: (Right.APPROVE, "Duyệt thư xin lỗi"),
    LetterState.APPROVED: (Right.ISSUE, "Cấp số thư xin lỗi"),
    LetterState.ISSUED: (Right.SEND, "Gửi thư xin lỗi"),
}

Looking = Annotated[Visit, Depends(with_right(Right.LOOK))]


# A code may hold slashes, so the page below comes first.
@router.get("/dossiers/{code:path}/deadline")
def deadline(visit: Looking, code: str) -> Response:
    """Why the deadline is what it is, as a paper to print."""
    explanation, _ = _opened(visit, code)
    return page(
        visit,
        "dossier_deadline.html",
        address=dossier_address(code),
        **explanation_content(explanation),
    )


@router.get("/dossiers/{code:path}")
def dossier(visit: Looking, code: str) -> Response:
    """Everything about a dossier."""
    explanation, letters = _opened(visit, code)
    unit = explanation.dossier["unit"]
    found = [one for one in explanation.findings if one["closed_at"] is None]
    seen = list(_viewers(visit, code)) if visit.may(Right.VIEWS, unit) else None
    words = finding_words()
    return page(
        visit,
        "dossier.html",
        deadline_address=dossier_address(code, "deadline"),
        letter_address=letter_address(code),
        letters=letters,
        states=sentences()["states"],
        steps=list(_steps(visit, unit, letters)),
        todos=list(dict.fromkeys(words[one["rule"]].todo for one in found)),
        severity_words=SEVERITIES,
        looks=LOOKS,
        viewers=seen,
        views_address=f"{VIEWS}?{urlencode({'dossier': code})}",
        **explanation_content(explanation),
    )


def _viewers(visit: Visit, code: str) -> Iterator[Mapping[str, Any]]:
    """Who has opened it, the last one first."""
    with reading(visit.site.engine) as connection:
        found = viewers(connection, code, _VIEWERS)
    names = {one.who: one.name for one in found if one.name is not None}
    for one in found:
        yield {"who": called(one.who, names), "times": one.times, "last": one.last}


def _opened(visit: Visit, code: str) -> tuple[Explanation, list[Letter]]:
    """A dossier that he may see, as he may see it; that he opened it is kept."""
    site = visit.site
    with reading(site.engine) as connection:
        last = freshness_of(visit, connection).last
        explanation = explain_dossier(
            connection,
            code,
            site.settings,
            site.calendar(),
            None,
            last.as_of if last else site.today,
            last.calendar_version if last else None,
        )
        letters = letters_of(connection, code)
    if explanation is None or not visit.may(Right.LOOK, explanation.dossier["unit"]):
        raise MissingError("Không có hồ sơ này trong phạm vi của bạn.")
    visit.note_opened([code])
    if not visit.may(Right.NAMES, explanation.dossier["unit"]):
        explanation = without_names(explanation)
    return explanation, letters


def without_names(explanation: Explanation) -> Explanation:
    """The same for those who may not see names: what may hold one is masked or left out."""
    dossier = explanation.dossier | {"applicant": masked(explanation.dossier["applicant"])}
    if dossier["result_file"] is not None:
        dossier["result_file"] = _HIDDEN
    return replace(explanation, dossier=dossier, life=[_masked(one) for one in explanation.life])


def _masked(event: Mapping[str, Any]) -> dict[str, Any]:
    field = event["field"]
    if field == "applicant":
        values = {name: event[name] and masked(event[name]) for name in ("old", "new")}
    elif field == "result_file" or field.startswith("extra: "):
        values = {name: event[name] and _HIDDEN for name in ("old", "new")}
    else:
        values = {}
    return {**event, **values}


def _steps(visit: Visit, unit: str | None, letters: list[Letter]) -> Iterator[str]:
    """What he may do next with the letter."""
    if letters and letters[-1].state in _STEPS:
        right, words = _STEPS[LetterState(letters[-1].state)]
        if visit.may(right, unit):
            yield words
