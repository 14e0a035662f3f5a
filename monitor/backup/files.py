"""Which files belong to a backup: all in the folder of config.toml but what is made anew."""

import os
from collections.abc import Collection, Iterator
from pathlib import Path

from pydantic import BaseModel

from monitor.config import Settings

_FILES = ("path", "move_to", "known_hosts", "key_file", "password_file", "token_file", "url_file")
"""Keys that name files in plain text, where they may be addresses too."""


def files_inside(base: Path, without: Collection[Path]) -> Iterator[Path]:
    """Every file under a folder, and every link to a folder, which is not followed.

    Hidden ones are left out, and these files and folders.
    """
    for folder, folders, names in os.walk(base):
        here = Path(folder)
        folders[:] = sorted(n for n in folders if _kept(here / n, without))
        yield from (here / n for n in folders if (here / n).is_symlink())
        found = (here / n for n in sorted(names) if _kept(here / n, without))
        yield from (path for path in found if path.is_file())


def outside(settings: Settings, base: Path) -> list[str]:
    """Places that config.toml names and that do not lie under the folder: `key = path`."""
    return [
        f"{key} = {named}"
        for key, named in _named(settings, "")
        if not settings.resolve(named.expanduser()).resolve().is_relative_to(base)
    ]


def _kept(path: Path, without: Collection[Path]) -> bool:
    return not path.name.startswith(".") and path not in without


def _named(table: BaseModel, prefix: str) -> Iterator[tuple[str, Path]]:
    """Each path that an office has set, under the key at which it stands."""
    for name, field in type(table).model_fields.items():
        value, key = getattr(table, name), f"{prefix}{name}"
        if value == field.default:
            continue
        if isinstance(value, BaseModel):
            yield from _named(value, f"{key}.")
        elif isinstance(value, dict):
            yield from ((f"{key}.{k}", v) for k, v in value.items() if isinstance(v, Path))
        elif isinstance(value, Path) or (name in _FILES and value and "://" not in value):
            yield key, Path(value)
