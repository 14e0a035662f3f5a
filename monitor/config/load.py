"""Reading config.toml, with errors that name the key, the line and the nearest valid key."""

import tomllib
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from monitor.config.locate import line_of
from monitor.config.settings import Settings


class ConfigError(Exception):
    """config.toml, or an environment variable that overrides it, is missing or wrong."""


def load_settings(path: Path) -> Settings:
    """Read and check a config file.

    Raises ConfigError that lists every problem: file, line, key, what was found, what was
    expected.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ConfigError(
            f"{path}: there is no such file. Name one with --config FILE, or make one with "
            "`tthc init`."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: can't be read as UTF-8 text: {error}") from None
    settings = checked_settings(text, path)
    _check_secret(path, settings)
    return settings


def checked_settings(text: str, path: Path) -> Settings:
    """The settings that a text says, which stands or will stand in this file; raises ConfigError.

    Files that it names are not looked at.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from None
    try:
        return Settings.from_table(table, path.resolve().parent)
    except ValidationError as error:
        problems = [_describe(path, text, table, detail) for detail in error.errors()]
        raise ConfigError("\n".join(problems)) from None


def _check_secret(path: Path, settings: Settings) -> None:
    try:
        settings.database_url  # noqa: B018
    except OSError as error:
        raise ConfigError(f"{path}: database.url_file: {error}") from None


def _describe(path: Path, text: str, table: dict[str, Any], detail: ErrorDetails) -> str:
    where = tuple(part for part in detail["loc"] if part != "[key]")
    key = ".".join(str(part) for part in where if not isinstance(part, int))
    line = line_of(text, where)
    place = f"{path}:{line}" if line and _in_table(table, where) else f"{path}"
    if detail["type"] == "extra_forbidden":
        near = get_close_matches(str(where[-1]), list(_keys_beside(where)), n=1, cutoff=0.5)
        hint = f"did you mean {near[0]!r}?" if near else _valid_keys(where)
        return f"{place}: unknown key {key!r}; {hint}"
    if detail["type"] == "missing":
        return f"{place}: key {key!r} is missing; it must be set"
    expected = detail["msg"].removeprefix("Value error, ")
    found = detail["input"]
    origin = "" if _in_table(table, where) else f" (from the environment, {_variable(where)})"
    return f"{place}: {key} = {found!r}{origin}: {expected[0].lower()}{expected[1:]}"


def _in_table(table: Any, where: tuple[str | int, ...]) -> bool:
    """Whether the file says it, and not the environment."""
    for part in where:
        if isinstance(table, dict | str) and part == 0:
            continue  # one table, or one text, may stand where a list is allowed too
        try:
            table = table[part]
        except (KeyError, IndexError, TypeError):
            return False
    return True


def _variable(where: tuple[str | int, ...]) -> str:
    return "TTHC_" + "__".join(str(part).upper() for part in where)


def _valid_keys(where: tuple[str | int, ...]) -> str:
    return f"valid keys here: {', '.join(sorted(_keys_beside(where)))}"


def _keys_beside(where: tuple[str | int, ...]) -> Iterator[str]:
    """The keys that are valid in the table that the last part of `where` stands in."""
    model: Any = Settings
    for part in where[:-1]:
        if isinstance(part, str):
            model = _model_of(model, part)
    if model is not None:
        for name, field in model.model_fields.items():
            yield field.alias or name


def _model_of(model: Any, key: str) -> type[BaseModel] | None:
    for name, field in model.model_fields.items():
        if key in (name, field.alias):
            return _first_model(field.annotation)
    return None


def _first_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((m for a in get_args(annotation) if (m := _first_model(a))), None)
