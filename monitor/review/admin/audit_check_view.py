"""What the last check of the audit log has found, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.review.letters.story import called
from monitor.store.audit_models import AuditCheck
from monitor.vietnamese import moment, number


@dataclass(frozen=True, slots=True)
class CheckView:
    """words: the finding in a sentence. when: by whom and how far. head: hash of the last row."""

    words: str
    when: str
    head: str
    is_sound: bool
    left: int


def check_view(check: AuditCheck | None, names: Mapping[str, str]) -> CheckView | None:
    """None before the first check. names: login → name of those who may have made it."""
    if check is None:
        return None
    how = "từ dòng đầu" if check.whole else "tiếp từ lần kiểm tra trước"
    by = called(check.who, names)
    when = f"Kiểm tra lúc {moment(check.at)}, {how}, người kiểm tra: {by}."
    if check.tampered is None:
        words = f"Cả {number(check.rows)} dòng còn nguyên như lúc được ghi."
        if check.left:
            words = (
                f"{number(check.rows)} dòng đầu còn nguyên như lúc được ghi; "
                f"còn {number(check.left)} dòng chưa kiểm tra."
            )
        return CheckView(words, when, check.head if check.rows else "", True, check.left)
    words = (
        f"Dòng số {number(check.tampered)} đã bị sửa hoặc bị xoá, hoặc dòng trước nó bị xoá; "
        f"{number(check.rows)} dòng trước đó còn nguyên."
    )
    return CheckView(words, when, "", False, 0)
