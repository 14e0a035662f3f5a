"""Quản trị: where its pages begin."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse

from monitor.review.admin.frame import ADMIN_RIGHTS, SEE_OTHER, first_section
from monitor.review.turns import PageRoute
from monitor.review.visit import Visit, with_right

router = APIRouter(route_class=PageRoute)


@router.get("/admin")
def admin(visit: Annotated[Visit, Depends(with_right(*ADMIN_RIGHTS))]) -> Response:
    """Lead to the first section that he may open."""
    return RedirectResponse(first_section(visit), SEE_OTHER)
