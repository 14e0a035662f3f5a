"""Who may see runs, and a run as he sees it."""

from typing import Annotated

from fastapi import Depends

from monitor.review.accounts.roles import Right, Scope
from monitor.review.admin.run_view import RunView, run_view
from monitor.review.refusals import MissingError
from monitor.review.visit import Visit, with_right
from monitor.store.database import reading
from monitor.store.run_list import LedgerRow, last_run_id, one_run

Seeing = Annotated[Visit, Depends(with_right(Right.RUNS))]


def sees_names(visit: Visit) -> bool:
    """Whether he may read names wherever they stand: a row that can't be read has no division."""
    return visit.who.scope(Right.NAMES) is Scope.ALL


def run_of(visit: Visit, number: int) -> tuple[LedgerRow, RunView]:
    """The run with that number; raises MissingError."""
    with reading(visit.site.engine) as connection:
        found = one_run(connection, number)
        last = last_run_id(connection)
    if found is None:
        raise MissingError("Không có lần chạy này.")
    return found, run_view(found, last, names=sees_names(visit))
