"""What a portion of a log is, in a sentence."""

from collections.abc import Sequence
from datetime import date

from monitor.vietnamese import day


def portion_words(
    said: Sequence[str], start: date | None, end: date | None, *, is_first: bool
) -> str:
    """What is shown of it, in which period and order. said: of what, as far as it was cut."""
    words = list(said)
    if start:
        words.append(f"từ {day(start)}")
    if end:
        words.append(f"đến {day(end)}")
    order = "mới nhất trước" if is_first else "phần tiếp theo"
    return f"{' '.join(words)}, {order}."
