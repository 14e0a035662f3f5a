"""The interface put together, with its description at /api/v1/openapi.json."""

import logging
from functools import cache
from http import HTTPStatus
from importlib.metadata import version
from secrets import token_hex
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from monitor.review.api import figures, lists, outbox, runs
from monitor.review.api.records import Problem
from monitor.review.site import Site

PATH = "/api/v1"

_LOG = logging.getLogger(__name__)
_ABOUT = (
    "Dossiers, findings, letters, figures, runs and the outbox of the office, for programs. "
    "Nothing can be changed here."
)
_PROBLEM_TYPE = "application/problem+json"
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    code: {
        "description": HTTPStatus(code).phrase,
        "content": {_PROBLEM_TYPE: {"schema": Problem.model_json_schema()}},
    }
    for code in (401, 403, 404, 422, 500)
}


def interface(site: Site) -> FastAPI:
    """An application of its own, to be mounted at PATH."""
    app = FastAPI(
        title="tthc-monitor",
        description=_ABOUT,
        version=version("tthc-monitor"),
        docs_url=None,
        redoc_url=None,
        routes=_routes().routes,
    )
    app.state.site = site
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _unknown_input)
    app.middleware("http")(_faults)
    return app


@cache
def _routes() -> APIRouter:
    """Made once: routes that an app includes itself are made anew at the first question to it."""
    together = APIRouter(responses=_PROBLEMS)
    for one in (lists, figures, runs, outbox):
        together.include_router(one.router)
    return together


def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    return _problem(error.status_code, str(error.detail), error.headers)


def _unknown_input(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    said = "; ".join(f"{one['loc'][-1]}: {one['msg']}" for one in error.errors())
    return _problem(HTTPStatus.UNPROCESSABLE_ENTITY, said)


async def _faults(request: Request, call_next: Any) -> Response:
    try:
        answer: Response = await call_next(request)
    except Exception as error:  # whatever it is, its inside is for the log alone
        number = token_hex(4)
        _LOG.error("fault %s at %s %s", number, request.method, request.url.path, exc_info=error)
        return _problem(HTTPStatus.INTERNAL_SERVER_ERROR, f"a fault of ours, number {number}")
    return answer


def _problem(status: int, detail: str, headers: Any = None) -> Response:
    body = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail)
    return JSONResponse(body.model_dump(), status, headers, media_type=_PROBLEM_TYPE)
