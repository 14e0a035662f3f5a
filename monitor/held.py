"""Pulls that a guard holds: a copy of what was read, until one is accepted or newer ones come."""

import json
import re
import shutil
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from monitor.intake.pull import Pull
from monitor.sources import Source

_COPY = re.compile(r"\d+")
_CUT_OFF = re.compile(r"\.\d+-\w+")


def keep_aside(folder: Path, run_id: int, source: Source, pull: Pull, most: int) -> str:
    """Copy what a run has read to a folder of its own, and say where it lies.

    The copy is there whole or not at all. most: so many of the newest are kept; with 0 none is
    made. What no file holds as it was read, e.g. the rows of a database, is written as JSON.
    """
    if not most:
        return "what was read is not kept, as config.toml, [guards] most_held has it"
    place = folder / str(run_id)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder, prefix=f".{run_id}-") as made:
            part = Path(made) / place.name
            part.mkdir()
            if not source.copy_to(part):
                _write_json(pull, part)
            shutil.rmtree(place, ignore_errors=True)  # of a database that was begun anew
            part.rename(place)
        _clear(folder, keep=most)
    except OSError as error:
        return f"what was read could not be copied to {place}: {error}"
    return f"what was read is kept in {place}"


def forget_held(folder: Path) -> None:
    """Clear all that is kept: a person has accepted a pull that a guard objected to."""
    _clear(folder, keep=0)


def _clear(folder: Path, keep: int) -> None:
    """Remove all but the newest copies, and what a run left that was cut off while it copied.

    Nothing else in the folder is touched, whatever folder config.toml names.
    """
    found = [one for one in folder.glob("*") if one.is_dir()]
    copies = [one for one in found if _COPY.fullmatch(one.name)]
    copies.sort(key=lambda one: one.stat().st_mtime_ns, reverse=True)
    for one in [*copies[keep:], *(one for one in found if _CUT_OFF.fullmatch(one.name))]:
        shutil.rmtree(one, ignore_errors=True)


def _write_json(pull: Pull, folder: Path) -> None:
    """The dossiers as they were understood, what stood beside them, and the rejected rows."""
    rows = pd.concat([pull.dossiers, pull.extras.add_prefix("extra: ")], axis=1)
    rows.astype("str").to_json(
        folder / "dossiers.json", orient="records", force_ascii=False, indent=1
    )
    rejected = [asdict(row) for row in pull.rejected]
    text = json.dumps(rejected, ensure_ascii=False, indent=1)
    (folder / "rejected.json").write_text(text, encoding="utf-8")
