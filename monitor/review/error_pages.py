"""What is shown when a page can't be: a sentence, never the inside of the program."""

import logging
from secrets import token_hex

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from monitor.config import ConfigError
from monitor.review.addresses import login_address
from monitor.review.refusals import (
    FormExpiredError,
    LoginNeededError,
    PasswordDueError,
    RefusedError,
)
from monitor.review.rendering import plain_page
from monitor.review.unsent import typed_in, wanted
from monitor.review.visit import CHANGE_PASSWORD, site_of

_LOG = logging.getLogger(__name__)
_SEE_OTHER = 303
_SENTENCES = {
    404: "Không có trang này.",
    405: "Trang này không nhận yêu cầu như vậy.",
    413: "Nội dung gửi lên quá lớn.",
}
_BUSY = "Hệ thống đang ghi số liệu của lần chạy. Hãy thử lại sau ít phút."
_SESSION_OVER = "Phiên đăng nhập đã hết. Hãy đăng nhập rồi nhập lại."
_OTHER_SESSION = "Trang đã mở quá lâu hoặc từ phiên đăng nhập khác. Hãy mở lại trang rồi nhập lại."


def refused(request: Request, error: Exception) -> Response:
    """A page that is not for him, or not there; the login page for whom is not logged in."""
    assert isinstance(error, RefusedError)  # noqa: S101
    if isinstance(error, (LoginNeededError, FormExpiredError)) and (typed := typed_in(request)):
        return _unsent(request, error, typed)
    if isinstance(error, LoginNeededError):
        return RedirectResponse(login_address(wanted(request)), _SEE_OTHER)
    if isinstance(error, PasswordDueError):
        return RedirectResponse(CHANGE_PASSWORD, _SEE_OTHER)
    return _page(request, error.status, str(error))


def unknown_input(request: Request, error: Exception) -> Response:
    """A value in the address or a form that no page of ours sends."""
    assert isinstance(error, RequestValidationError)  # noqa: S101
    names = sorted({str(one["loc"][-1]) for one in error.errors()})
    return _page(request, 422, f"Giá trị không hợp lệ ở: {', '.join(names)}.")


def without_page(request: Request, error: Exception) -> Response:
    """An address or a way of asking that does not exist."""
    assert isinstance(error, HTTPException)  # noqa: S101
    said = _SENTENCES.get(error.status_code, "Yêu cầu không thực hiện được.")
    return _page(request, error.status_code, said)


def busy(request: Request, error: Exception) -> Response:
    """The database takes no decision now, as while a run writes."""
    _LOG.warning("%s %s: %s", request.method, request.url.path, error)
    return _page(request, 503, _BUSY)


def went_wrong(request: Request, error: Exception) -> Response:
    """A fault of ours: the log tells it under a number that the officer can name."""
    number = token_hex(4)
    _LOG.error("fault %s at %s %s", number, request.method, request.url.path, exc_info=error)
    if isinstance(error, ConfigError):
        return _page(request, 500, f"Cấu hình có lỗi, hãy báo người quản trị (mã lỗi {number}).")
    return _page(request, 500, f"Có lỗi trong hệ thống, hãy báo người quản trị (mã lỗi {number}).")


def _unsent(request: Request, error: RefusedError, typed: list[tuple[str, str]]) -> Response:
    """What he has typed, which nobody has taken, and the way back to its form."""
    page = wanted(request)
    if isinstance(error, LoginNeededError):
        sentence, link, address = _SESSION_OVER, "Đăng nhập", login_address(page)
    else:
        sentence, link, address = _OTHER_SESSION, "Mở lại trang", page
    return plain_page(
        request,
        site_of(request),
        "unsent.html",
        error.status,
        sentence=sentence,
        typed=typed,
        link=link,
        address=address,
    )


def _page(request: Request, status: int, sentence: str) -> Response:
    return plain_page(request, site_of(request), "error.html", status, sentence=sentence)
