"""Quản trị: the programs that may read through the JSON interface."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse

from monitor.review.accounts.clients import add_client, clients, close_client
from monitor.review.accounts.people import AccountError
from monitor.review.accounts.roles import Right, roles
from monitor.review.admin.account_form import AccountForm, choices
from monitor.review.admin.frame import CLIENTS, SEE_OTHER, UNFIT, admin_page
from monitor.review.form_size import FormRoute
from monitor.review.visit import OwnForm, Visit, with_right
from monitor.store.audit import deciding
from monitor.store.database import reading

router = APIRouter(route_class=FormRoute)

Managing = Annotated[Visit, Depends(with_right(Right.PEOPLE))]


@router.get(CLIENTS)
def programs(visit: Managing) -> Response:
    """All programs, and the form for a new one."""
    return _page(visit)


@router.post(CLIENTS, dependencies=[OwnForm])
def add(visit: Managing, form: Annotated[AccountForm, Depends()]) -> Response:
    """Let a program in and show its token, this once."""
    try:
        with deciding(visit.site.engine) as connection:
            unit = form.checked_unit(connection)
            by, now = visit.who.login, visit.site.clock()
            token = add_client(connection, form.name, form.role, unit, by, now)
    except AccountError as error:
        return _page(visit, form, str(error))
    return admin_page(
        visit,
        "admin_secret.html",
        what="Mã truy cập",
        whose=form.name.strip().lower(),
        secret=token,
        then="Ghi vào cấu hình của ứng dụng, ở đầu yêu cầu Authorization: Bearer.",
        address=CLIENTS,
        back="Về danh sách ứng dụng",
    )


@router.post(CLIENTS + "/{name}/close", dependencies=[OwnForm])
def close(visit: Managing, name: str) -> Response:
    """Refuse the token of a program from now on."""
    try:
        with deciding(visit.site.engine) as connection:
            close_client(connection, name, visit.who.login, visit.site.clock())
    except AccountError as error:
        return _page(visit, problem=str(error))
    visit.tell(f"Đã thu hồi mã truy cập của {name}. Ứng dụng này không đọc được nữa.")
    return RedirectResponse(CLIENTS, SEE_OTHER)


def _page(visit: Visit, typed: AccountForm | None = None, problem: str | None = None) -> Response:
    form = typed or AccountForm()
    with reading(visit.site.engine) as connection:
        found = sorted(clients(connection), key=lambda one: (one.disabled_at is not None, one.name))
        offered = choices(connection, form.unit)
    return admin_page(
        visit,
        "admin_clients.html",
        UNFIT if problem else 200,
        clients=found,
        roles=roles(),
        typed=form,
        problem=problem,
        **offered,
    )
