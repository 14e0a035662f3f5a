"""Which source config.toml names."""

from collections.abc import Iterator

from monitor.config import Settings
from monitor.intake.sheets import Sheet, read_sheets
from monitor.sources.files import FileSource, files_of
from monitor.sources.source import Source


def open_source(settings: Settings) -> Source:
    """The source of [source]; nothing is read yet."""
    return FileSource(settings.resolve(settings.source.path))


def posted_sheets(settings: Settings) -> Iterator[Sheet]:
    """The sheets of the public lists that [postings] names; none where there is no such table.

    Raises IntakeError when there is no list or one can't be read.
    """
    if settings.postings is not None:
        for file in files_of(settings.resolve(settings.postings.path)):
            yield from read_sheets(file)
