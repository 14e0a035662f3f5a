"""Logging in and out, and one's own password."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from monitor.review.accounts.login import LoginError, log_in
from monitor.review.accounts.passwords import SHORTEST, WeakPasswordError, matches
from monitor.review.accounts.people import choose_password
from monitor.review.accounts.sessions import begin, end, forget_old
from monitor.review.addresses import inside
from monitor.review.form_size import FormRoute
from monitor.review.rendering import page, plain_page
from monitor.review.site import Site
from monitor.review.visit import CHANGE_PASSWORD, AnyVisit, OwnForm, cookie_name, site_of
from monitor.store.account_models import Person
from monitor.store.audit import deciding

router = APIRouter(route_class=FormRoute)

_SEE_OTHER = 303
_UNAUTHORIZED, _UNFIT = 401, 422

AnySite = Annotated[Site, Depends(site_of)]
Typed = Annotated[str, Form()]


@router.get("/login")
def login_form(request: Request, site: AnySite, to: str = "/") -> Response:
    """Ask for login and password."""
    return login_page(request, site, to=to)


@router.post("/login")
def login(
    request: Request, site: AnySite, login: Typed = "", password: Typed = "", to: Typed = "/"
) -> Response:
    """Log in and go on to what was wanted."""
    try:
        person = log_in(site.engine, login, password, site.clock())
    except LoginError as error:
        return login_page(request, site, to=to, login=login, problem=str(error))
    return let_in(site, person, inside(to))


def login_page(
    request: Request, site: Site, *, to: str = "/", login: str = "", problem: str | None = None
) -> Response:
    """The page that asks for login and password, or offers to log in elsewhere."""
    sign_on = site.settings.web.single_sign_on
    return plain_page(
        request,
        site,
        "login.html",
        _UNAUTHORIZED if problem else 200,
        to=inside(to),
        login=login,
        problem=problem,
        elsewhere=sign_on and sign_on.title,
    )


def let_in(site: Site, person: Person, to: str, notice: str | None = None) -> Response:
    """A new session for somebody who has proved who he is, and the page that he wanted.

    notice: what is told there.
    """
    web, now = site.settings.web, site.clock()
    with deciding(site.engine) as connection:
        forget_old(connection, web, now)
        token = begin(connection, person, now, notice)
    answer = RedirectResponse(to, _SEE_OTHER)
    answer.set_cookie(
        cookie_name(site), token, secure=web.secure, httponly=True, samesite="lax", path="/"
    )
    return answer


@router.post("/logout", dependencies=[OwnForm])
def logout(visit: AnyVisit) -> Response:
    """End the session."""
    name = cookie_name(visit.site)
    with deciding(visit.site.engine) as connection:
        end(connection, visit.request.cookies[name])
    answer = RedirectResponse("/login", _SEE_OTHER)
    answer.delete_cookie(name, path="/", secure=visit.site.settings.web.secure, httponly=True)
    return answer


@router.get(CHANGE_PASSWORD)
def password_form(visit: AnyVisit) -> Response:
    """Ask for the old password and a new one."""
    return _password_page(visit, None)


@router.post(CHANGE_PASSWORD, dependencies=[OwnForm])
def password(visit: AnyVisit, old: Typed = "", new: Typed = "", again: Typed = "") -> Response:
    """Take a new password; all sessions end, and a new one begins."""
    person, site = visit.session.person, visit.site
    if not matches(person.password_hash, old):
        return _password_page(visit, "Mật khẩu hiện tại không đúng.")
    if new != again:
        return _password_page(visit, "Hai lần nhập mật khẩu mới không giống nhau.")
    if new == old:
        return _password_page(visit, "Mật khẩu mới phải khác mật khẩu hiện tại.")
    try:
        with deciding(site.engine) as connection:
            choose_password(connection, person, new, site.clock())
    except WeakPasswordError as error:
        return _password_page(visit, str(error))
    return let_in(site, person, "/", "Đã đổi mật khẩu. Lần sau đăng nhập bằng mật khẩu mới.")


def _password_page(visit: AnyVisit, problem: str | None) -> Response:
    first = visit.session.person.must_change
    status = _UNFIT if problem else 200
    return page(visit, "password.html", status, problem=problem, first=first, shortest=SHORTEST)
