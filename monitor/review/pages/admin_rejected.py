"""Quản trị: the rows that a run could not read, on pages and as a workbook."""

from functools import partial
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Response

from monitor.review.addresses import Key
from monitor.review.admin.frame import RUNS, admin_page
from monitor.review.admin.rejected_row import rejected_view
from monitor.review.admin.rejected_sheet import write_rejected
from monitor.review.admin.seeing_runs import Seeing, run_of, sees_names
from monitor.review.saved import saved_sheet
from monitor.review.turns import PageRoute
from monitor.review.visit import Visit
from monitor.store.audit import Entry, append, deciding
from monitor.store.database import reading
from monitor.store.run_list import all_rejected, count_rejected, rejected_after
from monitor.vietnamese import day, moment

router = APIRouter(route_class=PageRoute)
sheets = APIRouter()

_A_PAGE = 50
_KIND = "run"


@router.get(RUNS + "/{run}/rejected")
def rejected(visit: Seeing, run: Key, after: Annotated[int, Query(ge=0, le=2**62)] = 0) -> Response:
    """The rows, page by page."""
    _, view = run_of(visit, run)
    with reading(visit.site.engine) as connection:
        count = count_rejected(connection, run) if view.landed else 0
        found = rejected_after(connection, run, after, _A_PAGE + 1) if view.landed else []
    shown = [rejected_view(one, run, names=sees_names(visit)) for one in found[:_A_PAGE]]
    return admin_page(
        visit,
        "admin_rejected.html",
        run=view,
        count=count,
        rows=shown,
        names=sees_names(visit),
        is_first=after == 0,
        next_after=shown[-1].id if len(found) > _A_PAGE else None,
    )


@sheets.get(RUNS + "/{run}/rejected.xlsx")
def rejected_sheet(visit: Seeing, run: Key) -> Response:
    """All of them as a workbook; the audit log tells who has taken it."""
    return saved_sheet(f"dong-khong-doc-duoc-{run}.xlsx", partial(_write, visit, run))


def _write(visit: Visit, run: int, file: Path) -> None:
    _, view = run_of(visit, run)
    names = sees_names(visit)
    notes = [
        f"Lập lúc {moment(visit.site.clock())}, người lập: {visit.who.name}",
        f"Các dòng không đọc được ở lần chạy {run}, tính đến ngày {day(view.as_of)}.",
    ]
    if not names:
        notes.append("Chữ trong ô được che và các ô của dòng được bỏ, vì có thể là tên chủ hồ sơ.")
    with visit.site.engine.connect() as connection:  # it reads them portion by portion
        rows = all_rejected(connection, run) if view.landed else iter(())
        count = write_rejected(file, (rejected_view(one, run, names=names) for one in rows), notes)
    now = visit.site.clock()
    with deciding(visit.site.engine) as connection:
        append(connection, Entry(now, visit.who.login, "export", _KIND, str(run), {"rows": count}))
