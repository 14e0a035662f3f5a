"""What one process was told the others know: they ask once, together."""

import sys
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing import get_context
from time import monotonic
from typing import Any

import pytest

from monitor.review import shared_answers
from monitor.review.shared_answers import LocalBoard, SharedAnswers, share


def refuse() -> Any:
    raise AssertionError("somebody has asked already")


def ask_in_another_process(shared: SharedAnswers) -> None:
    assert shared.once(1, "B", refuse) == 8
    sys.exit(shared.once(1, ("how many", "A"), lambda: 7))


def test_another_process_knows_what_this_one_was_told_and_the_other_way_round() -> None:
    shared = share()
    assert shared.once(1, "B", lambda: 8) == 8
    other = get_context("spawn").Process(target=ask_in_another_process, args=(shared,))
    other.start()
    other.join(60)
    assert other.exitcode == 7
    assert shared.once(1, ("how many", "A"), refuse) == 7
    assert shared.once(2, ("how many", "A"), lambda: 9) == 9  # there was another run


def waiting_for(board: LocalBoard, question: str) -> Any:
    """Somebody who wants to know, while another one asks."""
    assert board.find(1, question) == (False, None)
    pool = ThreadPoolExecutor(1)
    found = pool.submit(SharedAnswers(board).once, 1, question, lambda: "his own")
    pool.shutdown(wait=False)
    return found


def test_who_comes_while_another_asks_waits_for_his_answer() -> None:
    board = LocalBoard()
    found = waiting_for(board, "q")
    board.give(1, "q", "told")
    assert found.result(60) == "told"


def test_where_the_first_gives_up_or_dies_the_next_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    board = LocalBoard()
    found = waiting_for(board, "q")
    board.give_up(1, "q")
    assert found.result(60) == "his own"
    monkeypatch.setattr(shared_answers, "_PATIENCE_S", 0.01)
    assert waiting_for(board, "never told").result(60) == "his own"
    board.give(1, "never told", "late")
    assert board.find(1, "never told") == (True, "his own")


def test_who_comes_long_after_somebody_died_does_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    board = LocalBoard()
    assert board.find(1, "q") == (False, None)
    now = monotonic()
    monkeypatch.setattr(shared_answers, "monotonic", lambda: now + 3_600)
    monkeypatch.setattr(Future, "result", _at_once)
    assert board.find(1, "q") == (False, None)


def _at_once(_: Future[Any], timeout: float) -> None:
    assert timeout == 0
    raise TimeoutError


def test_a_run_sends_those_away_who_wait_for_what_was_before_it() -> None:
    board = LocalBoard()
    found = waiting_for(board, "q")
    assert board.find(2, "q") == (False, None)
    assert found.result(60) == "his own"
    board.give(1, "q", "of before")
    board.give(2, "q", "of now")
    assert board.find(2, "q") == (True, "of now")


def test_nothing_of_a_run_comes_back_with_its_number() -> None:
    shared = SharedAnswers(LocalBoard())
    assert shared.once(10, "q", lambda: "of before") == "of before"
    assert shared.once(9, "q", lambda: "of a backup") == "of a backup"
    assert shared.once(10, "q", lambda: "of another run 10") == "of another run 10"


def test_an_error_is_told_to_him_who_asked_and_kept_from_the_others() -> None:
    shared = SharedAnswers(LocalBoard())
    with pytest.raises(ValueError, match="no database"):
        shared.once(1, "q", fail)
    assert shared.once(1, "q", lambda: "there") == "there"


def test_the_board_keeps_no_more_than_it_has_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_answers, "_MOST_KEPT", 2)
    shared = SharedAnswers(LocalBoard())
    for n in range(3):
        shared.once(1, n, lambda: "then")
    assert shared.once(1, 2, refuse) == "then"
    assert shared.once(1, 0, lambda: "now") == "now"


class Lost(LocalBoard):
    """A board of a process that is gone."""

    def find(self, *_: object) -> tuple[bool, object]:
        raise ConnectionRefusedError


class LostLater(LocalBoard):
    """One that goes while somebody asks."""

    def give(self, *_: object) -> None:
        raise EOFError

    def give_up(self, *_: object) -> None:
        raise BrokenPipeError


def fail() -> str:
    raise ValueError("no database")


@pytest.mark.parametrize("board", [Lost(), LostLater()])
def test_where_the_board_is_gone_everybody_asks(board: LocalBoard) -> None:
    shared = SharedAnswers(board)
    assert shared.once(1, "q", lambda: "his own") == "his own"
    with pytest.raises(ValueError, match="no database"):
        shared.once(1, "other", fail)
