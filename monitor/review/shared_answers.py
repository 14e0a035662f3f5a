"""What one process of the pages was told is known to the others: all of them ask once."""

from collections.abc import Callable, Hashable
from concurrent.futures import CancelledError, Future, InvalidStateError
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.managers import BaseManager
from threading import Lock, Thread
from time import monotonic
from typing import Any, Protocol, TypeVar

_MOST_KEPT = 2_000
_PATIENCE_S = 10  # then whoever asks first has died, or the question is a hard one

T = TypeVar("T")


class Board(Protocol):
    """Where answers hang, seen from any of the processes."""

    def find(self, run: int, question: Hashable) -> tuple[bool, Any]:
        """Whether there is an answer, and the answer; where there is none, the caller is to ask.

        Waits while somebody else asks the same.
        """

    def give(self, run: int, question: Hashable, answer: Any) -> None:
        """The answer, for those who wait and those who come."""

    def give_up(self, run: int, question: Hashable) -> None:
        """There is none: those who wait ask by themselves."""


class _Asked(Future[Any]):
    """A question to which somebody seeks the answer."""

    def __init__(self) -> None:
        super().__init__()
        self._until = monotonic() + _PATIENCE_S

    def wait(self) -> Any:
        """The answer; raises TimeoutError where he who seeks it has taken too long."""
        return self.result(max(self._until - monotonic(), 0))


class LocalBoard:
    """The board itself, in the process that starts the others; of the last run that it heard of."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._run = 0
        self._given: dict[Hashable, _Asked] = {}

    def find(self, run: int, question: Hashable) -> tuple[bool, Any]:
        """See Board."""
        with self._lock:
            if run != self._run or len(self._given) >= _MOST_KEPT:
                self._clear(run)
            given = self._given.get(question)
            if given is None:
                self._given[question] = _Asked()
                return False, None
        try:
            return True, given.wait()
        except (TimeoutError, CancelledError):
            return False, None

    def give(self, run: int, question: Hashable, answer: Any) -> None:
        """See Board."""
        given = self._of(run, question)
        if given is not None:
            with suppress(InvalidStateError):  # somebody lost patience and has given his own
                given.set_result(answer)

    def give_up(self, run: int, question: Hashable) -> None:
        """See Board."""
        given = self._of(run, question, forget=True)
        if given is not None:
            given.cancel()

    def _clear(self, run: int) -> None:
        for one in self._given.values():
            one.cancel()  # those who wait for it ask by themselves
        self._run, self._given = run, {}

    def _of(self, run: int, question: Hashable, *, forget: bool = False) -> _Asked | None:
        with self._lock:
            if run != self._run:
                return None
            return self._given.pop(question, None) if forget else self._given.get(question)


@dataclass(frozen=True, slots=True)
class SharedAnswers:
    """The board as a process uses it that answers pages; it can be pickled for one that starts."""

    board: Board

    def once(self, run: int, question: Hashable, ask: Callable[[], T]) -> T:
        """The answer to a question, of this process or another.

        question, answer: to be pickled. Where the board can't be reached, everybody asks.
        """
        try:
            is_known, answer = self.board.find(run, question)
        except (OSError, EOFError):
            return ask()
        if is_known:
            known: T = answer
            return known
        try:
            found = ask()
        except BaseException:
            with suppress(OSError, EOFError):
                self.board.give_up(run, question)
            raise
        with suppress(OSError, EOFError):
            self.board.give(run, question, found)
        return found


def share() -> SharedAnswers:
    """A board for the processes that this one starts; it is there as long as this one."""
    board = LocalBoard()

    class Boards(BaseManager):
        """How the others reach it: by a socket that only their common secret opens."""

    Boards.register("board", lambda: board, exposed=("find", "give", "give_up"))
    server = Boards().get_server()
    Thread(target=server.serve_forever, daemon=True).start()
    there: Any = Boards(server.address)
    there.connect()
    return SharedAnswers(there.board())
