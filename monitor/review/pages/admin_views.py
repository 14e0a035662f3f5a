"""Quản trị: who has looked at which dossier, for dossiers hold personal data."""

from dataclasses import asdict, dataclass, replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Response

from monitor.review.accounts.people import people
from monitor.review.accounts.roles import Right
from monitor.review.addresses import dossier_address
from monitor.review.admin.frame import UNFIT, VIEWS, admin_page
from monitor.review.admin.log_filters import UNREADABLE, Short, typed_day
from monitor.review.admin.portion_words import portion_words
from monitor.review.form_size import FormRoute
from monitor.review.letters.story import called
from monitor.review.visit import Visit, with_right
from monitor.store.account_names import names_of
from monitor.store.database import reading
from monitor.store.views import Wanted, views_before

router = APIRouter(route_class=FormRoute)

_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """Which views are asked for, as it was typed. start, end: dd/mm/yyyy."""

    who: Short = ""
    dossier: Short = ""
    start: Short = ""
    end: Short = ""
    before: Annotated[int | None, Query(ge=1, le=2**62)] = None

    def address(self, before: int | None) -> str:
        """The address of this part, from there on."""
        given = asdict(replace(self, before=before)).items()
        return VIEWS + "?" + urlencode({name: value for name, value in given if value})

    def wanted(self) -> Wanted:
        """Raises ValueError for a day that is none."""
        who, dossier = (text.strip() or None for text in (self.who, self.dossier))
        return Wanted(who, dossier, typed_day(self.start), typed_day(self.end))


@router.get(VIEWS)
def views(
    visit: Annotated[Visit, Depends(with_right(Right.VIEWS))], asked: Annotated[Asked, Depends()]
) -> Response:
    """Who opened which dossier, the last one first."""
    wanted, problem = Wanted(), ""
    try:
        wanted = asked.wanted()
    except ValueError:
        problem = UNREADABLE
    with reading(visit.site.engine) as connection:
        found = [] if problem else views_before(connection, wanted, asked.before, _A_PAGE + 1)
        names = names_of(connection, [one.who for one in found])
        logins = sorted(one.login for one in people(connection))
    shown = found[:_A_PAGE]
    return admin_page(
        visit,
        "admin_views.html",
        UNFIT if problem else 200,
        asked=asked,
        problem=problem,
        says=_says(wanted, asked, any_found=bool(found)),
        is_cut=wanted != Wanted(),
        logins=logins,
        views=[
            {
                "at": one.at,
                "who": called(one.who, names),
                "dossier": one.dossier,
                "address": dossier_address(one.dossier),
            }
            for one in shown
        ],
        opens=visit.who.has(Right.LOOK),
        is_first=asked.before is None,
        first=asked.address(None),
        next=asked.address(shown[-1].id) if len(found) > _A_PAGE else None,
    )


def _says(wanted: Wanted, asked: Asked, *, any_found: bool) -> str:
    """What is shown, in a sentence."""
    if not any_found:
        cut = wanted != Wanted()
        return "Không có lượt xem nào khớp điều kiện." if cut else "Chưa có lượt xem nào."
    said = ["Lượt xem hồ sơ"]
    if wanted.dossier:
        said.append(wanted.dossier)
    if wanted.who:
        said.append(f"của {wanted.who}")
    return portion_words(said, wanted.start, wanted.end, is_first=asked.before is None)
