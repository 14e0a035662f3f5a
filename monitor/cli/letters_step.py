"""What every step of a letter on the command line asks for: which letter, by whom, as seen when."""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import typer

from monitor.cli.common import ConfigOption, err
from monitor.cli.desk import AnywayOption, ByOption, CodeArgument, VersionOption, at_desk

Take = Callable[..., None]
"""Takes a step of the letter book, with the values of its own by name."""
_OWN = inspect.Parameter.KEYWORD_ONLY


def step(done: str, *, asks: tuple[str, ...] = ("anyway", "version")) -> Callable[[Take], Take]:
    """Make a command of a function `(take, own options) -> None` that calls `take(step, values)`.

    The command has the argument CODE and the options --by and --config besides, and those of
    `asks`, which the step is given too. done: what is printed after the code when it was taken.
    """

    def make(function: Take) -> Take:
        def command(
            context: typer.Context,
            code: str,
            by: str | None,
            config: Path | None,
            **values: Any,
        ) -> None:
            seen = {name: values.pop(name) for name in asks}
            with at_desk(context, config, by) as desk:

                def take(of_the_book: Callable[..., object], **own: Any) -> None:
                    of_the_book(desk, code, **own, **seen)

                function(take, **values)
            err.print(f"{code}: {done}", markup=False)

        own = list(inspect.signature(function).parameters.values())[1:]
        common = inspect.signature(_common).parameters
        first = [common[name] for name in ("context", "code")]
        last = [common[name] for name in ("by", *asks, "config")]
        asked = [one.replace(kind=_OWN) for one in (*first, *own, *last)]
        command.__signature__ = inspect.Signature(asked)  # type: ignore[attr-defined]
        command.__annotations__ = {one.name: one.annotation for one in asked}
        command.__doc__ = function.__doc__
        return command

    return make


def _common(
    context: typer.Context,
    code: CodeArgument,
    by: ByOption = None,
    anyway: AnywayOption = False,
    version: VersionOption = None,
    config: ConfigOption = None,
) -> None:
    """The parameters that steps share."""
