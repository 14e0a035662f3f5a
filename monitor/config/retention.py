"""The keys of [retention]: how long personal data is kept."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Kept = Annotated[int, Field(ge=0)]


class RetentionSettings(BaseModel):
    """Everything is kept until the office says how long; 0: kept."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    vanished_years: Kept = Field(
        0, description="names and extras of dossiers that no export has had for so long"
    )
    rejected_days: Kept = Field(0, description="rows that could not be read, after they were gone")
    mail_days: Kept = Field(0, description="messages of the outbox that are done")
    held_days: Kept = Field(0, description="copies of pulls that were kept aside")
    pictures_days: Kept = Field(0, description="pictures of letters; they are made anew")
