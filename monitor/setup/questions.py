"""What `tthc init` asks, and the default of each question: the shipped one, or what follows."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from urllib.parse import urlsplit

from monitor.config.web import LOOPBACK

Answers = Mapping[str, str]
"""`table.key` → what was answered."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question: the key that it sets, its words, and the key that it presupposes.

    example: what config.toml shows at the key is no default; without an answer it stays a comment.
    """

    key: str
    ask: str
    hint: str
    when: str = ""
    example: bool = False


def questions() -> Iterator[Question]:
    """All questions, in the order in which they are asked."""
    text = files("monitor.setup.data").joinpath("questions.toml").read_text(encoding="utf-8")
    for table in tomllib.loads(text)["question"]:
        yield Question(**table)


def default(question: Question, answers: Answers, shown: Mapping[str, object]) -> str:
    """What Enter means: what follows from the answers before, else what the file shows."""
    follows = _FOLLOWS.get(question.key)
    found = follows(answers) if follows else ""
    return found or ("" if question.example else str(shown[question.key]))


def _parent(answers: Answers) -> str:
    place = answers.get("agency.place")
    return f"Ủy ban nhân dân tỉnh {place}" if place else ""


def _abbreviation(answers: Answers) -> str:
    """Sở Tài nguyên và Môi trường → STNMT: the first letters, without `và` and dashes."""
    words = answers.get("agency.name", "").split()
    return "".join(word[0].upper() for word in words if word[0].isalpha() and word != "và")


def _host(answers: Answers) -> str:
    """Pages without HTTPS that others shall see have nothing before them."""
    address = urlsplit(answers.get("web.url", ""))
    alone = address.scheme == "http" and address.hostname not in LOOPBACK
    return "0.0.0.0" if alone else ""  # noqa: S104 - only proposed


def _port(answers: Answers) -> str:
    address = urlsplit(answers.get("web.url", ""))
    return str(address.port or 80) if address.scheme == "http" else ""


def _security(answers: Answers) -> str:
    return "tls" if answers.get("mail.port") == "465" else ""


def _sender(answers: Answers) -> str:
    """tthc@ the domain of the server: mail.so.gov.vn serves so.gov.vn."""
    domain = answers.get("mail.host", "").partition(".")[2]
    return f"tthc@{domain}" if "." in domain else ""


_FOLLOWS: Mapping[str, Callable[[Answers], str]] = {
    "agency.parent": _parent,
    "agency.abbreviation": _abbreviation,
    "web.host": _host,
    "web.port": _port,
    "mail.security": _security,
    "mail.sender": _sender,
}
