"""Days as they are typed into a filter."""

from datetime import date, datetime

UNREADABLE = "Ngày ghi theo dạng dd/mm/yyyy, ví dụ 30/09/2021."


def typed_day(text: str) -> date | None:
    """The day; None where nothing is typed. Raises ValueError for what is no day."""
    if not text.strip():
        return None
    return datetime.strptime(text.strip(), "%d/%m/%Y").date()  # noqa: DTZ007 - a day alone
