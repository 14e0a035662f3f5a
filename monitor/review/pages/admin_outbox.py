"""Quản trị: e-mail that goes out, what became of it, and deciding about what may have arrived."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Response
from fastapi.responses import RedirectResponse

from monitor.letterbook.taking import LETTER
from monitor.mail.settling import settle
from monitor.review.accounts.roles import Right
from monitor.review.addresses import Key, letter_address
from monitor.review.admin.frame import CONFLICT, OUTBOX, SEE_OTHER, admin_page
from monitor.review.admin.seeing_runs import sees_names
from monitor.review.form_size import FormRoute
from monitor.review.letters.story import called
from monitor.review.refusals import ForbiddenError
from monitor.review.visit import OwnForm, Visit, with_right
from monitor.store.account_names import names_of
from monitor.store.audit import deciding
from monitor.store.database import reading
from monitor.store.mail_list import Pile, counted, kind_of, messages
from monitor.vietnamese import masked_addresses, number

router = APIRouter(route_class=FormRoute)

Seeing = Annotated[Visit, Depends(with_right(Right.OUTBOX))]
_A_PAGE = 50


@cache
def _words() -> Mapping[str, Any]:
    text = files("monitor.review.data").joinpath("outbox.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@router.get(OUTBOX)
def outbox(
    visit: Seeing,
    state: Pile | None = None,
    before: Annotated[int | None, Query(ge=1, le=2**62)] = None,
) -> Response:
    """The messages of a pile; without one, of the first that holds any."""
    return _page(visit, state, before)


@router.post(OUTBOX + "/{mail}/settle", dependencies=[OwnForm])
def decide(
    visit: Seeing,
    mail: Key,
    *,
    again: Annotated[bool, Form()] = False,
) -> Response:
    """Send a message again that may have arrived, or leave it."""
    with reading(visit.site.engine) as connection:
        kind = kind_of(connection, mail)
    if kind is not None and not _may_settle(visit, kind):
        raise ForbiddenError
    with deciding(visit.site.engine) as connection:
        now = visit.site.clock()
        is_settled = settle(connection, mail, visit.who.login, now, again=again)
    if not is_settled:
        problem = "Thư này không còn chờ quyết định: đã có người quyết định, hoặc thư đã đi."
        return _page(visit, None, None, CONFLICT, problem)
    does = "được đưa vào lượt gửi sau" if again else "được để nguyên, không gửi lại"
    visit.tell(f"Thư số {mail} {does}.")
    return RedirectResponse(OUTBOX, SEE_OTHER)


def _may_settle(visit: Visit, kind: str) -> bool:
    """A letter is settled by who may send letters, anything else by who runs the system."""
    return visit.who.has(Right.SEND if kind == LETTER else Right.SYSTEM)


def _page(
    visit: Visit, pile: Pile | None, before: int | None, status: int = 200, problem: str = ""
) -> Response:
    words = _words()
    with reading(visit.site.engine) as connection:
        counts = counted(connection)
        pile = pile or next((one for one in Pile if counts[one]), Pile.DECIDE)
        found = messages(connection, pile, before, _A_PAGE + 1, LETTER)
        names = names_of(connection, [one.created_by for one in found])
    shown, told = found[:_A_PAGE], words["piles"][pile]
    count = counts[pile]
    return admin_page(
        visit,
        "admin_outbox.html",
        status,
        problem=problem,
        tabs=[(one, words["piles"][one]["title"], counts[one]) for one in Pile],
        pile=pile,
        title=told["title"],
        verdict=told["verdict"].format(count=number(count)) if count else told["none"],
        would=told["would"],
        is_bad=bool(count) and pile in (Pile.DECIDE, Pile.REFUSED),
        messages=shown,
        states=words["states"],
        answers=words["answers"],
        kinds=words["kinds"],
        seen=str if sees_names(visit) else masked_addresses,
        may_settle=lambda kind: _may_settle(visit, kind),
        called=lambda login: called(login, names),
        address=letter_address,
        is_first=before is None,
        next_before=shown[-1].id if len(found) > _A_PAGE else None,
    )
