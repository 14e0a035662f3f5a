"""Passwords: kept as argon2id hashes, made at random for a first login, refused when too weak."""

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 10
LONGEST = 200
_FIRST_BYTES = 9  # 12 letters


class WeakPasswordError(Exception):
    """A password that can't be taken; the message is Vietnamese."""


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _of_nobody() -> str:
    """So that a login that does not exist takes as long as one that does."""
    return _hasher().hash(secrets.token_urlsafe())


def hashed(password: str) -> str:
    """What is kept of a password."""
    return _hasher().hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether this is the password of which the hash is kept; takes its time in any case."""
    try:
        return _hasher().verify(kept or _of_nobody(), password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _hasher().check_needs_rehash(kept)


def first_password() -> str:
    """A random one, which its owner must change."""
    return secrets.token_urlsafe(_FIRST_BYTES)


def check_strength(password: str, login: str) -> None:
    """Raise WeakPasswordError for one that is too short, too long or too easily guessed."""
    if len(password) < SHORTEST:
        raise WeakPasswordError(f"Mật khẩu phải có ít nhất {SHORTEST} ký tự.")
    if len(password) > LONGEST:
        raise WeakPasswordError(f"Mật khẩu không được dài quá {LONGEST} ký tự.")
    if login.casefold() in password.casefold() or len(set(password)) < SHORTEST // 2:
        raise WeakPasswordError("Mật khẩu quá dễ đoán: chứa tên đăng nhập hoặc lặp lại ký tự.")
