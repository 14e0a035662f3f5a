"""What stays as it is from one run to the next, and takes too long to ask for at each click."""

from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection

from monitor.review.shared_answers import SharedAnswers
from monitor.store.choices import Procedure, units_and_procedures

_LISTS_KEPT = 2_000  # of some kilobytes each
_PARTS_KEPT = 2_000  # smaller ones
_OVERVIEWS_KEPT = 100  # of some hundred

T = TypeVar("T")


Asking = Callable[[Hashable, Callable[[], Any]], Any]
"""How a question is asked that nobody has asked yet."""


def _here(_: Hashable, ask: Callable[[], T]) -> T:
    return ask()


class Answers:
    """Answers that were given since a run, so many at most.

    asking: where others are to know of the question.
    """

    def __init__(self, most: int, asking: Asking = _here) -> None:
        self._most = most
        self._asking = asking
        self._lock = Lock()
        self._given: dict[Hashable, Future[Any]] = {}

    def once(self, question: Hashable, ask: Callable[[], T]) -> T:
        """The answer to a question: one asks, the others wait for it.

        question: all that the answer depends on. Where asking fails, the next one asks anew.
        """
        with self._lock:
            given = self._given.get(question)
            if given is None:
                if len(self._given) >= self._most:
                    self._given.clear()
                self._given[question] = mine = Future[Any]()
        if given is not None:
            found: T = given.result()
            return found
        try:
            found = self._asking(question, ask)
        except BaseException as error:
            with self._lock:
                self._given.pop(question, None)
            mine.set_exception(error)
            raise
        mine.set_result(found)
        return found


@dataclass(slots=True)
class Standing:
    """The choices of the lists as a run has left them, and what was asked since.

    lists: of dossiers, by whichever process they were asked for; the others by this one.
    """

    run: int | None
    units: list[str]
    procedures: list[Procedure]
    lists: Answers
    parts: Answers = field(default_factory=lambda: Answers(_PARTS_KEPT))
    overviews: Answers = field(default_factory=lambda: Answers(_OVERVIEWS_KEPT))


class Remembered:
    """Keeps what stands since the last run; only runs change dossiers and findings.

    shared: what other processes were told, where there are several.
    """

    def __init__(self, shared: SharedAnswers | None = None) -> None:
        self._shared = shared
        self._lock = Lock()  # one asks, the others wait for his answer
        self._standing: Standing | None = None

    def standing(self, connection: Connection, run: int | None) -> Standing:
        """What stands since that run, the last one that changed the findings."""
        with self._lock:
            if self._standing is None or self._standing.run != run:
                lists = Answers(_LISTS_KEPT, self._asking(run))
                self._standing = Standing(run, *units_and_procedures(connection), lists)
            return self._standing

    def _asking(self, run: int | None) -> Asking:
        return _here if self._shared is None or run is None else partial(self._shared.once, run)
