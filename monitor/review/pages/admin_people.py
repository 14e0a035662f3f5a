"""Quản trị: who may log in, with which roles; accounts are closed, never deleted."""

import json
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection

from monitor.review.accounts.people import (
    PERSON,
    AccountError,
    add_person,
    change_person,
    end_sessions,
    end_wait,
    find_person,
    people,
    person_to_change,
    reset_password,
    switch,
)
from monitor.review.accounts.roles import Right, roles
from monitor.review.accounts.sessions import fingerprint, present
from monitor.review.admin.account_form import AccountForm, Typed, choices
from monitor.review.admin.deeds import deed, further
from monitor.review.admin.frame import CONFLICT, PEOPLE, SEE_OTHER, UNFIT, admin_page
from monitor.review.form_size import FormRoute
from monitor.review.letters.story import called
from monitor.review.refusals import MissingError
from monitor.review.visit import OwnForm, Visit, with_right
from monitor.store.account_models import Person
from monitor.store.account_names import names_of
from monitor.store.audit import deciding, history
from monitor.store.database import reading
from monitor.vietnamese import moment

router = APIRouter(route_class=FormRoute)

Managing = Annotated[Visit, Depends(with_right(Right.PEOPLE))]
Sent = Annotated[AccountForm, Depends()]
_ADMIN = "admin"


class _ChangedMeanwhileError(AccountError):
    """Somebody else has changed the account since the page was opened."""


@router.get(PEOPLE)
def everybody(visit: Managing) -> Response:
    """All accounts, the open ones first."""
    with reading(visit.site.engine) as connection:
        found = sorted(people(connection), key=lambda one: (one.disabled_at is not None, one.login))
        here = present(connection, visit.site.settings.web, visit.site.clock())
    return admin_page(
        visit, "admin_people.html", people=found, present=here, state=_state(visit), roles=roles()
    )


@router.get("/admin/people-new")
def new_person(visit: Managing) -> Response:
    """Ask for what a new account needs."""
    return _new_page(visit, "", AccountForm(), None)


@router.post(PEOPLE, dependencies=[OwnForm])
def add(visit: Managing, form: Sent, login: Typed = "") -> Response:
    """Make an account and show its first password, this once."""
    try:
        with deciding(visit.site.engine) as connection:
            password = add_person(
                connection,
                login,
                form.name,
                form.role,
                form.checked_unit(connection),
                visit.who.login,
                visit.site.clock(),
            )
    except AccountError as error:
        return _new_page(visit, login, form, str(error))
    return _password_page(visit, login.strip().lower(), password)


@router.get(PEOPLE + "/{login}")
def person(visit: Managing, login: str) -> Response:
    """One account: what it may do, what was done to it, and what can be done."""
    return _page(visit, login)


@router.post(PEOPLE + "/{login}", dependencies=[OwnForm])
def change(visit: Managing, login: str, form: Sent, seen: Typed = "") -> Response:
    """Give somebody another name, roles or division."""

    def act(connection: Connection, one: Person) -> None:
        if seen != _fingerprint(one):
            raise _ChangedMeanwhileError(
                "Tài khoản này vừa được người khác thay đổi. Xem lại rồi sửa tiếp nếu vẫn cần."
            )
        if one.login == visit.who.login and _ADMIN not in form.role:
            raise AccountError("Bạn không tự bỏ vai trò quản trị của mình được.")
        unit = form.checked_unit(connection, one.unit)
        change_person(
            connection, one, form.name, form.role, unit, visit.who.login, visit.site.clock()
        )

    return _done(
        visit, login, act, f"Đã đổi tài khoản {login}. Người này phải đăng nhập lại.", form
    )


@router.post(PEOPLE + "/{login}/close", dependencies=[OwnForm])
def close(visit: Managing, login: str, why: Typed = "") -> Response:
    """Close an account: somebody has left, or must not log in."""

    def act(connection: Connection, one: Person) -> None:
        _not_oneself(visit, one)
        if not why.strip():
            raise AccountError("Chưa ghi lý do khoá.")
        by, now = visit.who.login, visit.site.clock()
        switch(connection, one, on=False, by=by, now=now, why=why.strip())

    return _done(visit, login, act, f"Đã khoá tài khoản {login}. Khi cần có thể mở lại.")


@router.post(PEOPLE + "/{login}/open", dependencies=[OwnForm])
def reopen(visit: Managing, login: str) -> Response:
    """Open a closed account again."""

    def act(connection: Connection, one: Person) -> None:
        switch(connection, one, on=True, by=visit.who.login, now=visit.site.clock())

    return _done(visit, login, act, f"Đã mở lại tài khoản {login} với mật khẩu cũ.")


@router.post(PEOPLE + "/{login}/end-wait", dependencies=[OwnForm])
def let_try_again(visit: Managing, login: str) -> Response:
    """Let somebody try again who has mistyped his password too often."""

    def act(connection: Connection, one: Person) -> None:
        end_wait(connection, one, visit.who.login, visit.site.clock())

    return _done(visit, login, act, f"{login} đăng nhập lại được ngay.")


@router.post(PEOPLE + "/{login}/end-sessions", dependencies=[OwnForm])
def log_out(visit: Managing, login: str) -> Response:
    """End all sessions of an account."""

    def act(connection: Connection, one: Person) -> None:
        _not_oneself(visit, one)
        end_sessions(connection, one, visit.who.login, visit.site.clock())

    return _done(visit, login, act, f"Đã kết thúc mọi phiên đăng nhập của {login}.")


@router.post(PEOPLE + "/{login}/password", dependencies=[OwnForm])
def new_password(visit: Managing, login: str) -> Response:
    """Give somebody a new first password and show it, this once."""
    try:
        with deciding(visit.site.engine) as connection:
            one = _to_change(connection, login)
            _not_oneself(visit, one)
            password = reset_password(connection, one, visit.who.login, visit.site.clock())
    except AccountError as error:
        return _page(visit, login, problem=error)
    return _password_page(visit, one.login, password)


def _done(
    visit: Visit,
    login: str,
    act: Callable[[Connection, Person], None],
    said: str,
    form: AccountForm | None = None,
) -> Response:
    """Do something to an account, and say so on its page; or why it can't be done."""
    try:
        with deciding(visit.site.engine) as connection:
            act(connection, _to_change(connection, login))
    except AccountError as error:
        return _page(visit, login, problem=error, form=form)
    visit.tell(said)
    return RedirectResponse(f"{PEOPLE}/{login}", SEE_OTHER)


def _to_change(connection: Connection, login: str) -> Person:
    found = person_to_change(connection, login)
    if found is None:
        raise MissingError("Không có tài khoản này.")
    return found


def _not_oneself(visit: Visit, one: Person) -> None:
    if one.login == visit.who.login:
        raise AccountError(
            "Không làm việc này với tài khoản của chính mình; hãy nhờ người quản trị khác."
        )


def _new_page(visit: Visit, login: str, form: AccountForm, problem: str | None) -> Response:
    with reading(visit.site.engine) as connection:
        offered = choices(connection, form.unit)
    status = UNFIT if problem else 200
    return admin_page(
        visit,
        "admin_person_new.html",
        status,
        login=login,
        typed=form,
        problem=problem,
        **offered,
    )


def _password_page(visit: Visit, login: str, password: str) -> Response:
    return admin_page(
        visit,
        "admin_secret.html",
        what="Mật khẩu lần đầu",
        whose=login,
        secret=password,
        then="Đưa cho người dùng qua kênh an toàn. Khi đăng nhập lần đầu, người này phải đổi.",
        address=f"{PEOPLE}/{login}",
        back="Về tài khoản",
    )


def _page(
    visit: Visit,
    login: str,
    *,
    problem: AccountError | None = None,
    form: AccountForm | None = None,
) -> Response:
    with reading(visit.site.engine) as connection:
        one = find_person(connection, login)
        if one is None:
            raise MissingError("Không có tài khoản này.")
        here = present(connection, visit.site.settings.web, visit.site.clock()).get(one.id)
        past = list(reversed(history(connection, PERSON, one.login)))
        names = names_of(connection, [event["actor"] for event in past])
        offered = choices(connection, one.unit)
    has_changed = isinstance(problem, _ChangedMeanwhileError)
    keeps = form if form is not None and not has_changed else None
    status = CONFLICT if has_changed else UNFIT if problem else 200
    return admin_page(
        visit,
        "admin_person.html",
        status,
        person=one,
        typed=keeps or AccountForm(name=one.name, role=tuple(one.roles), unit=one.unit or ""),
        seen=_fingerprint(one),
        here=here,
        state=_state(visit)(one),
        waits=_waits(visit, one),
        own=one.login == visit.who.login,
        titles=[roles()[code].title for code in one.roles if code in roles()],
        problem=str(problem) if problem else None,
        past=[
            {
                "at": event["at"],
                "who": called(event["actor"], names),
                "deed": deed(PERSON, event["action"]),
                "further": list(further(PERSON, event["detail"])),
            }
            for event in past
        ],
        **offered,
    )


def _waits(visit: Visit, one: Person) -> bool:
    return one.locked_until is not None and one.locked_until > visit.site.clock()


def _state(visit: Visit) -> Callable[[Person], tuple[str, str]]:
    """How an account stands: words, and the look of its tag."""

    def state(one: Person) -> tuple[str, str]:
        if one.disabled_at is not None:
            return f"đã khoá {moment(one.disabled_at)}", ""
        if _waits(visit, one):
            return f"tạm khoá đến {one.locked_until:%H:%M}", "bad"
        if one.must_change:
            return "chưa đổi mật khẩu lần đầu", "warn"
        return "đang mở", "good"

    return state


def _fingerprint(one: Person) -> str:
    """Of what a form changes: whoever has seen something else must look again."""
    values: list[Any] = [one.name, one.roles, one.unit, one.disabled_at is None]
    return fingerprint(json.dumps(values))
