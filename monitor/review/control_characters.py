"""Control characters, which nobody types: PostgreSQL takes no NUL, a terminal obeys others."""

import re
from collections.abc import Iterable

from monitor.review.refusals import RefusedError

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # all but tabs and ends of lines


class ControlCharacterError(RefusedError):
    """An address or a form holds a character that is neither looked for nor kept."""

    status = 422

    def __init__(self) -> None:
        super().__init__(
            "Địa chỉ trang hoặc nội dung đã nhập có ký tự điều khiển, không đọc được. "
            "Quay lại, xoá ký tự đó hoặc gõ lại rồi thử lại."
        )


def refuse_controls(texts: Iterable[str]) -> None:
    """Raises ControlCharacterError where a text has one."""
    if any(_CONTROL.search(text) for text in texts):
        raise ControlCharacterError
