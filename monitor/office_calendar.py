"""The office's calendar: the shipped one, corrected by its own file and by config.toml."""

from collections.abc import Iterable, Sequence

from monitor.atomic import write_bytes
from monitor.config import ConfigError, Settings
from rules import Calendar
from rules.worktime.calendar import DayKind, SpecialDay
from rules.worktime.rows import read_days, written_days
from rules.worktime.shipped import shipped_calendar

CONFIG_ACT = "config.toml, [calendar]"


def office_calendar(settings: Settings, more: Iterable[SpecialDay] = ()) -> Calendar:
    """The shipped calendar with the days of the office's file and of config.toml, which win.

    A day of config.toml does not say that all days of its year are known.

    more: days that are to be added to the office's file. Raises ConfigError for a file that can't
    be read.
    """
    own = settings.calendar
    off = [SpecialDay(day, DayKind.OFF, "nghỉ", CONFIG_ACT, announced=False) for day in own.off]
    work = [
        SpecialDay(day, DayKind.WORK, "làm việc", CONFIG_ACT, announced=False) for day in own.work
    ]
    days = [*days_of_the_office(settings), *more, *off, *work]
    return shipped_calendar().with_days(days, own.announced)


def days_of_the_office(settings: Settings) -> list[SpecialDay]:
    """The rows of the office's own file; none where there is no file.

    Raises ConfigError that names the file and the line.
    """
    file = settings.resolve(settings.calendar.file)
    try:
        return read_days(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise ConfigError(f"{file}: can't be read: {error.strerror}") from None
    except ValueError as error:  # UnicodeDecodeError is one too
        raise ConfigError(f"{file}: {error}") from None


def add_days(settings: Settings, days: Sequence[SpecialDay]) -> None:
    """Add rows to the end of the office's file, which is made if it is missing.

    The file begins with a byte order mark, or Excel takes Vietnamese for something else.
    """
    text = written_days([*days_of_the_office(settings), *days])
    file = settings.resolve(settings.calendar.file)
    try:
        write_bytes(file, text.encode("utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{file}: can't be written: {error.strerror}") from None
