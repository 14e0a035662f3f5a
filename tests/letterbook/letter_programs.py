"""What the programs do that tests of letters run side by side, or kill; each yields when ready."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

from letter_office import NEW, TODAY, approved, desk
from office import Office, opened

from monitor.atomic import write_bytes
from monitor.intake.sheets import read_sheets
from monitor.letterbook import taking
from monitor.letterbook.approving import approve
from monitor.letterbook.completing import complete
from monitor.letterbook.earlier import Taken, take_over
from monitor.letterbook.earlier_lists import read_earlier
from monitor.letterbook.emailing import deliver
from monitor.letterbook.files import attach
from monitor.letterbook.issuing import issue
from monitor.letterbook.kinds import Channel, Fault
from monitor.letterbook.refusals import StepError
from monitor.letterbook.sending import send
from monitor.nightly import date_reader


def all_steps(folder: Path, by: str, count: int) -> Iterator[None]:
    """Each step of each letter that nobody else has taken, in an order of its own."""
    at = desk(opened(folder), by)
    codes = [f"A-{number}" for number in range(count)]
    Random(by).shuffle(codes)
    steps: tuple[Callable[[str], object], ...] = (
        lambda code: complete(at, code, reason_code="so-suat", fault=Fault.OURS, new_due_on=NEW),
        lambda code: approve(at, code),
        lambda code: issue(at, code, number=str(int(code[2:]) + 1), day=TODAY),
        lambda code: attach(at, code, name="a.pdf", content=b"%PDF-1.7 %%EOF"),
        lambda code: send(at, code, channel=Channel.POST, day=TODAY, proof="Vận đơn"),
    )
    yield
    for step in steps:
        for code in codes:
            try:
                step(code)
            except StepError as error:
                if error.why not in ("taken", "not-yet", "file-twice", "not-issued"):
                    raise


def letter_by_letter(folder: Path, count: int) -> Iterator[None]:
    """Each letter from its draft to its number, one after the other."""
    office = opened(folder)
    yield
    for number in range(count):
        approved(office, f"A-{number}")
        issue(desk(office), f"A-{number}", number=str(number + 1), day=TODAY)


def half_a_step(folder: Path, where: str) -> Iterator[None]:
    """Issue A-1, and end on the spot when this function of it is done."""
    office = opened(folder)
    sound = getattr(taking, where)

    def dies(*arguments: Any) -> None:
        sound(*arguments)
        os._exit(9)

    yield
    setattr(taking, where, dies)
    issue(desk(office), "A-1", number="1", day=TODAY)


def import_of(folder: Path) -> Iterator[None]:
    """Take over the earlier letters of cu.xlsx."""
    office = opened(folder)
    yield
    take(office, folder / "cu.xlsx")


def take(office: Office, file: Path) -> Taken:
    """Take over the earlier letters of a list."""
    dates = date_reader(office.settings, TODAY)
    letters, bad = read_earlier(read_sheets(file), dates, "PXL", TODAY)
    return take_over(desk(office), letters, bad)


def delivery(folder: Path) -> Iterator[None]:
    """Send what is due by e-mail."""
    office = opened(folder)
    yield
    deliver(desk(office))


def files_without_end(folder: Path) -> Iterator[None]:
    """Write the same seven files again and again."""
    yield
    for number in range(10_000):
        write_bytes(folder / f"{number % 7}.pdf", bytes([number % 251]) * 3_000_000)
