"""Quản trị: pulls that guards hold, and lifting a guard for the next run."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Response
from fastapi.responses import RedirectResponse

from monitor.guards import Reason
from monitor.review.accounts.roles import Right
from monitor.review.admin.frame import CONFLICT, HELD, SEE_OTHER, UNFIT, admin_page
from monitor.review.admin.held_view import held_view
from monitor.review.admin.run_words import guard_title
from monitor.review.admin.seeing_runs import Seeing, sees_names
from monitor.review.form_size import FormRoute
from monitor.review.letters.story import called
from monitor.review.visit import OwnForm, Visit, with_right
from monitor.store.account_names import names_of
from monitor.store.audit import deciding
from monitor.store.database import reading
from monitor.store.lifted import AlreadyLiftedError, lift, take_back

router = APIRouter(route_class=FormRoute)

Deciding = Annotated[Visit, Depends(with_right(Right.SYSTEM))]
_LONGEST = 300
_STALE = (
    "Tình hình vừa thay đổi: dữ liệu không còn bị giữ vì lý do này, hoặc đã có người quyết định."
)


@router.get(HELD)
def held(visit: Seeing) -> Response:
    """What is held and why, and what was."""
    return _page(visit)


@router.post(HELD + "/{reason}/lift", dependencies=[OwnForm])
def lift_guard(
    visit: Deciding,
    reason: Reason,
    run: Annotated[int, Form(ge=0, le=2**62)] = 0,
    why: Annotated[str, Form()] = "",
) -> Response:
    """Lift one guard for the next run. run: the pull that he has seen."""
    typed = {str(reason): why}
    why = why.strip()
    if not why or len(why) > _LONGEST:
        problem = f"Cần ghi lý do cho qua “{guard_title(reason)}”, nhiều nhất {_LONGEST} ký tự."
        return _page(visit, UNFIT, problem, typed)
    try:
        with deciding(visit.site.engine) as connection:
            seen = held_view(connection, names=False)
            is_held = seen.run == run and reason in seen.open_reasons
            if is_held:
                lift(connection, reason, why, run, visit.who.login, visit.site.clock())
    except AlreadyLiftedError:
        is_held = False
    if not is_held:
        return _page(visit, CONFLICT, _STALE, typed)
    visit.tell(
        f"Đã cho qua “{guard_title(reason)}” cho lần chạy sau. Có thể rút lại trước khi chạy."
    )
    return RedirectResponse(HELD, SEE_OTHER)


@router.post(HELD + "/{reason}/restore", dependencies=[OwnForm])
def restore_guard(visit: Deciding, reason: Reason) -> Response:
    """Let a guard stand again that no run has used."""
    with deciding(visit.site.engine) as connection:
        is_restored = take_back(connection, reason, visit.who.login, visit.site.clock())
    if not is_restored:
        return _page(visit, CONFLICT, _STALE)
    visit.tell(f"Đã rút lại: “{guard_title(reason)}” có hiệu lực như cũ.")
    return RedirectResponse(HELD, SEE_OTHER)


def _page(
    visit: Visit, status: int = 200, problem: str = "", typed: dict[str, str] | None = None
) -> Response:
    with reading(visit.site.engine) as connection:
        view = held_view(connection, names=sees_names(visit))
        lifts = [*view.others, *(one.lifted for one in view.watched if one.lifted)]
        lifts += [one for past in view.past for one in past.lifts]
        names = names_of(connection, [one.who for one in lifts])
    return admin_page(
        visit,
        "admin_held.html",
        status,
        held=view,
        problem=problem,
        typed=typed or {},
        title_of=guard_title,
        called=lambda login: called(login, names),
        most=_LONGEST,
    )
