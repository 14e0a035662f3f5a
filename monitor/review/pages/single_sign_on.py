"""Logging in through the office's identity provider."""

import logging
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from itsdangerous import BadData, URLSafeTimedSerializer

from monitor.review.accounts.single_sign_on import (
    Departure,
    Provider,
    SignOnError,
    known_person,
)
from monitor.review.addresses import inside
from monitor.review.pages.account import AnySite, let_in, login_page
from monitor.review.refusals import MissingError

router = APIRouter()

_PATH = "/single-sign-on"
_COOKIE = "tthc-sign-on"
_LASTS_S = 600
_LOG = logging.getLogger(__name__)


def provider(site: AnySite) -> Provider:
    """The provider of config.toml; MissingError where there is none."""
    web = site.settings.web
    if web.single_sign_on is None:
        raise MissingError("Không có đăng nhập một lần ở đây.")
    secret = site.settings.resolve(web.single_sign_on.client_secret_file)
    return Provider(web.single_sign_on, secret, f"{web.url}{_PATH}/back")


AnyProvider = Annotated[Provider, Depends(provider)]


@router.get(_PATH)
def depart(request: Request, site: AnySite, provider: AnyProvider, to: str = "/") -> Response:
    """Send somebody to the provider; a signed cookie remembers what he must come back with."""
    try:
        departure = provider.depart()
    except SignOnError as error:
        _LOG.error("single sign-on: %r", error.__cause__)
        return login_page(request, site, to=to, problem=str(error))
    answer = RedirectResponse(departure.address, 303)
    answer.set_cookie(
        _COOKIE,
        _signer(provider).dumps({**asdict(departure), "to": inside(to)}),
        max_age=_LASTS_S,
        path=_PATH,
        secure=site.settings.web.secure,
        httponly=True,
        samesite="lax",
    )
    return answer


@router.get(f"{_PATH}/back")
def arrive(request: Request, site: AnySite, provider: AnyProvider) -> Response:
    """Let in whoever comes back with proof."""
    to = "/"
    try:
        kept = _signer(provider).loads(request.cookies.get(_COOKIE, ""), max_age=_LASTS_S)
        to = kept.pop("to")
        claims = provider.arrive(str(request.url), Departure(**kept))
        person = known_person(site.engine, claims, provider.settings.login_claim, site.clock())
    except BadData:
        return login_page(request, site, problem="Lần đăng nhập này đã quá lâu. Hãy thử lại.")
    except SignOnError as error:
        _LOG.warning("single sign-on: %r", error.__cause__ or error)
        return login_page(request, site, to=to, problem=str(error))
    answer = let_in(site, person, to)
    answer.delete_cookie(_COOKIE, path=_PATH)
    return answer


def _signer(provider: Provider) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        provider.secret_file.read_text(encoding="utf-8"), salt="tthc sign-on"
    )
