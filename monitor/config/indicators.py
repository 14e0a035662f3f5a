"""The table [indicators] of config.toml: how the figures that leaders answer for are counted."""

from pydantic import BaseModel, ConfigDict, Field

from rules.indicators import Appointment


class IndicatorsSettings(BaseModel):
    """What the acts leave open, so that the office decides it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    appointment: Appointment = Field(
        Appointment.NEW, description="which one counts once a letter has moved it"
    )
