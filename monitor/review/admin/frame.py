"""What all pages under /admin share: the row of sections."""

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import Response

from monitor.review.accounts.roles import Right
from monitor.review.rendering import page
from monitor.review.visit import Visit

UNFIT, CONFLICT, SEE_OTHER = 422, 409, 303

PEOPLE, CLIENTS = "/admin/people", "/admin/clients"
RUNS, HELD, SOURCES = "/admin/runs", "/admin/held", "/admin/sources"
OUTBOX, VIEWS, AUDIT = "/admin/outbox", "/admin/views", "/admin/audit"
# Title, address, whose right.
_SECTIONS = (
    ("Người dùng", PEOPLE, Right.PEOPLE),
    ("Ứng dụng kết nối", CLIENTS, Right.PEOPLE),
    ("Lần chạy", RUNS, Right.RUNS),
    ("Nguồn dữ liệu", SOURCES, Right.RUNS),
    ("Lượt kéo bị giữ lại", HELD, Right.RUNS),
    ("Thư điện tử", OUTBOX, Right.OUTBOX),
    ("Lượt xem hồ sơ", VIEWS, Right.VIEWS),
    ("Nhật ký", AUDIT, Right.SYSTEM),
)
ADMIN_RIGHTS = tuple(dict.fromkeys(right for _, _, right in _SECTIONS))
"""Whoever has any of them has some page under /admin."""


def admin_page(visit: Visit, template: str, /, status: int = 200, **values: Any) -> Response:
    """A page under /admin."""
    return page(visit, template, status, sections=list(_sections(visit)), **values)


def _sections(visit: Visit) -> Iterator[Mapping[str, Any]]:
    here = visit.request.url.path
    for title, address, right in _SECTIONS:
        if visit.who.has(right):
            yield {"title": title, "address": address, "here": here.startswith(address)}


def first_section(visit: Visit) -> str:
    """Address of the first section that he may open."""
    return next(address for _, address, right in _SECTIONS if visit.who.has(right))
