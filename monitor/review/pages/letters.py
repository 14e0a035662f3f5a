"""Thư xin lỗi: the queue of letters, a tab for each step."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from monitor.review.accounts.roles import Right
from monitor.review.letters.queue_page import Asked, queue_page
from monitor.review.turns import PageRoute
from monitor.review.visit import Visit, with_right

router = APIRouter(route_class=PageRoute)


@router.get("/letters")
def letters(
    visit: Annotated[Visit, Depends(with_right(Right.LOOK))], asked: Annotated[Asked, Depends()]
) -> Response:
    """The letters at one step."""
    return queue_page(visit, asked)
