"""What waits under /admin for whoever is logged in, as tiles of his first page."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from monitor.review.accounts.roles import Right
from monitor.review.admin.frame import AUDIT, HELD, OUTBOX, RUNS
from monitor.review.admin.held_view import held_view
from monitor.review.visit import Visit
from monitor.store.audit_check import last_check
from monitor.store.ledger import last_good_id
from monitor.store.mail_list import Pile, count_pile
from monitor.store.run_list import count_rejected


def watched(connection: Connection, visit: Visit) -> Iterator[Mapping[str, Any]]:
    """Title, count and address of each; those too that are 0."""
    if visit.who.has(Right.SYSTEM):
        held = held_view(connection, names=False)
        count = len(held.open_reasons)
        yield {"title": "Cảnh báo chờ quyết định", "count": count, "address": HELD}
        check = last_check(connection)
        if check is not None and check.tampered is not None:
            yield {"title": "Nhật ký không còn nguyên", "count": 1, "address": AUDIT}
    run = last_good_id(connection)
    if visit.who.has(Right.RUNS) and run is not None:
        count = count_rejected(connection, run)
        address = f"{RUNS}/{run}/rejected"
        yield {"title": "Dòng không đọc được", "count": count, "address": address}
    if visit.who.has(Right.OUTBOX):
        count = count_pile(connection, Pile.DECIDE)
        yield {"title": "Thư điện tử cần quyết định", "count": count, "address": OUTBOX}
