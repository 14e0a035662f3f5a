"""The table [guards] of config.toml: when a pull is too odd to be believed."""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Count = Annotated[int, Field(ge=0)]


class GuardsSettings(BaseModel):
    """What earlier runs have to say against a pull; a first run has nothing to fear."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    recent_runs: Annotated[int, Field(ge=1)] = Field(
        7, description="so many good runs are the measure"
    )
    fewer_rows_percent: Count = Field(30, description="so much below their median is too few")
    fewest_missing: Count = Field(10, description="fewer missing rows than this are no objection")
    smallest_division: Count = Field(3, description="a smaller division may disappear")
    stale_days: Count = Field(45, description="the newest dossier may be so many days old")
    held: Path = Field(Path("out/held"), description="folder for copies of pulls that are held")
    most_held: Count = Field(5, description="so many copies stay, the newest; 0: none is made")
