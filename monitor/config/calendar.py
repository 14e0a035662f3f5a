"""The table [calendar] of config.toml: the office's own days and its hours of work."""

from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from rules.worktime.hours import DEFAULT_HOURS, WorkingHours


def _whole_day(shifts: list[str]) -> list[str]:
    WorkingHours.parse(shifts)
    return shifts


class CalendarSettings(BaseModel):
    """Days added to the shipped calendar, and when a worked day is worked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    off: list[date] = Field([], description="days off")
    work: list[date] = Field([], description="days worked although off in the shipped calendar")
    announced: list[int] = Field([], description="years that are complete with these days")
    file: Path = Field(Path("calendar.csv"), description="the office's own days, with their acts")
    hours: Annotated[list[str], AfterValidator(_whole_day)] = Field(
        str(DEFAULT_HOURS).split(", "), description="hours of work, eight a day"
    )

    @model_validator(mode="after")
    def _no_day_is_both(self) -> "CalendarSettings":
        both = sorted(set(self.off) & set(self.work))
        if both:
            raise ValueError(f"{both[0]} stands under both off and work")
        return self

    @property
    def working_hours(self) -> WorkingHours:
        """The hours of work."""
        return WorkingHours.parse(self.hours)
