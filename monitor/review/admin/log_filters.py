"""What is typed into the filters of a log."""

from datetime import date, datetime
from typing import Annotated

from fastapi import Query

Short = Annotated[str, Query(max_length=200)]

UNREADABLE = "Ngày ghi theo dạng dd/mm/yyyy, ví dụ 30/09/2021."


def typed_day(text: str) -> date | None:
    """The day; None where nothing is typed. Raises ValueError for what is no day."""
    if not text.strip():
        return None
    return datetime.strptime(text.strip(), "%d/%m/%Y").date()  # noqa: DTZ007 - a day alone
