"""Quản trị: who decided what and when, and whether the log is as it was written."""

from dataclasses import asdict, dataclass, replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from monitor.review.accounts.people import people
from monitor.review.accounts.roles import Right
from monitor.review.admin.audit_check_view import check_view
from monitor.review.admin.deeds import deed, further, kinds, subject
from monitor.review.admin.frame import AUDIT, SEE_OTHER, UNFIT, admin_page
from monitor.review.admin.log_filters import UNREADABLE, Short, typed_day
from monitor.review.admin.portion_words import portion_words
from monitor.review.form_size import FormRoute
from monitor.review.letters.story import called
from monitor.review.visit import OwnForm, Visit, with_right
from monitor.store.account_names import names_of
from monitor.store.audit_check import check_on, last_check
from monitor.store.audit_list import Wanted, deeds_before
from monitor.store.database import reading

router = APIRouter(route_class=FormRoute)

Reading = Annotated[Visit, Depends(with_right(Right.SYSTEM))]
_A_PAGE = 50
_AT_A_CLICK = 20_000  # rows, in less than a second


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of the log is asked for, as it was typed. start, end: dd/mm/yyyy."""

    who: Short = ""
    kind: Short = ""
    start: Short = ""
    end: Short = ""
    before: Annotated[int | None, Query(ge=1, le=2**62)] = None

    def address(self, before: int | None) -> str:
        """The address of this part, from there on."""
        given = dict(asdict(replace(self, before=before)).items())
        return AUDIT + "?" + urlencode({name: value for name, value in given.items() if value})

    def wanted(self) -> Wanted:
        """Raises ValueError for a day that is none."""
        start, end = (typed_day(text) for text in (self.start, self.end))
        return Wanted(self.who.strip() or None, self.kind or None, start, end)


@router.get(AUDIT)
def audit(visit: Reading, asked: Annotated[Asked, Depends()]) -> Response:
    """The rows, the newest first."""
    return _page(visit, asked)


@router.post(AUDIT + "/verify", dependencies=[OwnForm])
def verify_log(visit: Reading) -> Response:
    """Follow the chain on from where the last check ended."""
    check_on(visit.site.engine, visit.who.login, visit.site.clock(), _AT_A_CLICK)
    return RedirectResponse(AUDIT, SEE_OTHER)


def _page(visit: Visit, asked: Asked) -> Response:
    wanted, problem = Wanted(), ""
    try:
        wanted = asked.wanted()
    except ValueError:
        problem = UNREADABLE
    with reading(visit.site.engine) as connection:
        found = [] if problem else deeds_before(connection, wanted, asked.before, _A_PAGE + 1)
        check = last_check(connection)
        actors = [one.actor for one in found] + ([check.who] if check else [])
        names = names_of(connection, actors)
        logins = sorted(one.login for one in people(connection))
    shown = found[:_A_PAGE]
    return admin_page(
        visit,
        "admin_audit.html",
        UNFIT if problem else 200,
        asked=asked,
        problem=problem,
        check=check_view(check, names),
        says=_says(wanted, asked, any_found=bool(found)),
        is_cut=wanted != Wanted(),
        logins=logins,
        kinds=kinds(),
        deeds=[
            {
                "at": one.at,
                "who": called(one.actor, names),
                "what": deed(one.subject_kind, one.action),
                "whose": subject(one.subject_kind, one.subject_key, one.detail),
                "further": list(further(one.subject_kind, one.detail)),
                "number": one.id,
            }
            for one in shown
        ],
        is_first=asked.before is None,
        first=asked.address(None),
        next=asked.address(shown[-1].id) if len(found) > _A_PAGE else None,
    )


def _says(wanted: Wanted, asked: Asked, *, any_found: bool) -> str:
    """What is shown, in a sentence."""
    if not any_found:
        cut = wanted != Wanted()
        return "Không có dòng nào khớp điều kiện." if cut else "Nhật ký chưa có dòng nào."
    said = ["Nhật ký quyết định"]
    if wanted.actor:
        said.append(f"của {wanted.actor}")
    if wanted.kind:
        said.append(f"về {kinds().get(wanted.kind, wanted.kind)}")
    return portion_words(said, wanted.start, wanted.end, is_first=asked.before is None)
