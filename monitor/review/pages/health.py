"""/healthz: for what watches the service; that it is well or not, and nothing about anybody."""

from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from monitor.review.visit import site_of
from monitor.schedule.status import checks

router = APIRouter()


@router.get("/healthz")
def health(request: Request) -> JSONResponse:
    """200 when all is well, else 503; `tthc status` on the server says what is wrong."""
    site = site_of(request)
    found = checks(site.engine, site.settings, site.clock())
    ok = all(one.ok for one in found)
    told = {"ok": ok, "checks": {one.name: one.ok for one in found}}
    return JSONResponse(told, HTTPStatus.OK if ok else HTTPStatus.SERVICE_UNAVAILABLE)
