"""What is remembered from one run to the next: asked once, by whoever comes first."""

import threading

import pytest
from office import Office, row
from review_site import OTHER, OWN, visitor

from monitor.review.remembered import Answers


def test_of_many_who_ask_the_same_one_asks_and_all_have_the_answer() -> None:
    answers, asked, begun = Answers(10), [], threading.Event()
    release = threading.Event()

    def ask() -> int:
        asked.append(1)
        begun.set()
        release.wait(10)
        return 7

    given: list[int] = []
    threads = [
        threading.Thread(target=lambda: given.append(answers.once("how many", ask)))
        for _ in range(5)
    ]
    for thread in threads:
        thread.start()
    begun.wait(10)
    release.set()
    for thread in threads:
        thread.join(10)
    assert (given, len(asked)) == ([7] * 5, 1)


def test_where_asking_failed_the_next_one_asks_anew() -> None:
    answers = Answers(10)

    def fail() -> int:
        raise ValueError("no database")

    with pytest.raises(ValueError, match="no database"):
        answers.once("how many", fail)
    assert answers.once("how many", lambda: 3) == 3


def test_no_more_answers_are_kept_than_there_is_room_for() -> None:
    answers = Answers(2)
    for number in range(5):
        answers.once(number, lambda: "then")
    assert answers.once(4, lambda: "now") == "then"
    assert answers.once(0, lambda: "now") == "now"


def test_a_letter_stands_with_the_division_that_its_dossier_has_now(staffed: Office) -> None:
    client = visitor(staffed, "officer")
    assert "A-1" in client.get("/letters?state=draft").text
    staffed.export(row("A-1", unit=OTHER), row("A-2"), row("B-1", unit=OTHER))
    staffed.run()
    assert "A-1" not in client.get("/letters?state=draft").text
    assert "A-1" in visitor(staffed, "officer-other").get("/letters?state=draft").text
    units = staffed.rows("SELECT dossier, unit FROM letter ORDER BY dossier")
    assert {one["dossier"]: one["unit"] for one in units} == {
        "A-1": OTHER,
        "A-2": OWN,
        "B-1": OTHER,
        **{one["dossier"]: one["unit"] for one in units if one["dossier"].startswith("A-3")},
    }


def test_the_first_page_tells_what_the_last_run_has_left(staffed: Office) -> None:
    client = visitor(staffed, "leader")
    assert client.get("/").text == client.get("/").text
    before = client.get("/").text
    staffed.export(row("A-1"), row("B-9", unit=OTHER))
    staffed.run()
    assert client.get("/").text != before
