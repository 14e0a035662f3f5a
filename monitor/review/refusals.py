"""Why a page is not shown; app.py turns each into a page of its own."""


class RefusedError(Exception):
    """A page can't be had; the message is Vietnamese, for the officer."""

    status = 400


class LoginNeededError(RefusedError):
    """Nobody is logged in, or the session is over."""

    status = 401


class PasswordDueError(RefusedError):
    """The first password must be changed before anything else."""


class ForbiddenError(RefusedError):
    """His roles do not allow it."""

    status = 403

    def __init__(self) -> None:
        super().__init__("Vai trò của bạn không có quyền này. Cần quyền, hãy hỏi người quản trị.")


class MissingError(RefusedError):
    """There is no such thing, or it belongs to a division that is not his."""

    status = 404


class FormExpiredError(RefusedError):
    """A form that no page of this session has shown."""

    status = 403

    def __init__(self) -> None:
        super().__init__(
            "Trang đã mở quá lâu hoặc từ phiên đăng nhập khác. Quay lại, tải lại trang rồi làm lại."
        )
