"""What every source is: batches of sheets, notes about them, and a way to say "taken"."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from monitor.intake.sheets import Batch


class Source(Protocol):
    """One pull's worth of exports."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know of what was found; complete once the batches are read."""

    @property
    def whole(self) -> bool:
        """False where a file that may hold dossiers was passed over; known once all is read."""

    def batches(self) -> Iterator[Batch]:
        """The files, or pages, of the pull, one after the other.

        Raises IntakeError when one can't be had or read.
        """

    def copy_to(self, folder: Path) -> bool:
        """Copy the files that were read; whether all that was read lies in the folder now.

        Raises OSError when the folder can't be written to.
        """

    def acknowledge(self) -> None:
        """Tell the source that the pull has landed; called only after the transaction."""
