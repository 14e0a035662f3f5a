"""`tthc init`: a few questions, then a config.toml that says the rest."""

import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from monitor.atomic import write_bytes
from monitor.bundled import bundled
from monitor.cli.common import ConfigOption, config_path, out, refuse
from monitor.config import ConfigError, Settings
from monitor.config.fill import FillError, filled, keys_of
from monitor.config.load import checked_settings
from monitor.setup.questions import Question, default, questions
from monitor.setup.secrets import Apart, apart

_NOTHING = "-"
_PATTERN = "*?["


def init(
    context: typer.Context,
    config: ConfigOption = None,
    given: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            help="Answer beforehand, or set any other key that config.toml shows; repeat it.",
            metavar="TABLE.KEY=VALUE",
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing, take the defaults.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Write over a config file, keeping it as FILE.old.")
    ] = False,
) -> None:
    """Ask a few questions and write config.toml, with every other key and its comment."""
    path = config_path(context, config)
    if path.exists() and not force:
        raise refuse(f"{path} is there already; --force writes over it, keeping it as {path}.old")
    text = bundled("config.toml").read_text(encoding="utf-8")
    try:
        said = _asked(text, path, _beforehand(given or []), yes)
        settings, new = _checked(text, path, said.answers)
    except (FillError, ConfigError) as error:
        raise refuse(str(error)) from None
    _write(path, new, said.files)
    _tell(path, settings, said)


def _beforehand(given: list[str]) -> dict[str, str]:
    answers = {}
    for one in given:
        key, sign, value = one.partition("=")
        if not sign:
            raise refuse(f"--set {one}: expected TABLE.KEY=VALUE, e.g. agency.place='Nam Sơn'")
        answers[key.strip()] = _clean(value)
    return answers


def _asked(text: str, path: Path, answers: dict[str, str], yes: bool) -> Apart:
    """All answers: those given beforehand, what a person types, and defaults."""
    shown = keys_of(text)
    chosen = set(answers)
    _checked(text, path, answers)
    if not yes:
        out.print(f"Enter takes what stands in \\[brackets], {_NOTHING} leaves it empty.")
    for question in questions():
        if question.key in answers:
            continue
        if question.when and not answers.get(question.when, shown[question.when]):
            continue
        proposed = default(question, answers, shown)
        answer = proposed if yes else _ask(text, path, question, proposed, answers)
        if answer or not question.example:
            answers[question.key] = answer
    password = ""
    if answers.get("mail.username") and not yes:
        password = typer.prompt("  its password", default="", hide_input=True, show_default=False)
    # What the file shows as the default anyway stays a comment.
    differs = {k: v for k, v in answers.items() if k in chosen or v != str(shown[k])}
    return apart(differs, password)


def _ask(
    text: str, path: Path, question: Question, proposed: str, answers: Mapping[str, str]
) -> str:
    """One answer that config.toml takes; a wrong one is said and asked for again."""

    def taken(typed: str) -> str:
        answer = "" if typed.strip() == _NOTHING else _clean(typed)
        if question.example and not answer:
            return answer
        try:
            _checked(text, path, {**answers, question.key: answer})
        except (FillError, ConfigError) as error:
            raise typer.BadParameter(_reason(error, path)) from None
        return answer

    out.print(f"\n[bold]{question.ask}[/bold]")
    if question.hint:
        out.print(f"  {question.hint}", style="dim", soft_wrap=True)
    answer: str = typer.prompt(
        "  >", default=proposed, show_default=bool(proposed), value_proc=taken, prompt_suffix=" "
    )
    return answer


def _reason(error: Exception, path: Path) -> str:
    """What is wrong, without the line of a file that is not written yet."""
    return str(error).removeprefix(f"{path}:").lstrip("0123456789: ")


def _clean(typed: str) -> str:
    """Letters with their marks in one piece, as exports and letters have them."""
    try:
        typed.encode()
    except UnicodeEncodeError:
        raise typer.BadParameter("this is no UTF-8; is the terminal set to it?") from None
    return unicodedata.normalize("NFC", typed).strip()


def _checked(text: str, path: Path, answers: Mapping[str, str]) -> tuple[Settings, str]:
    """The filled text and what it says; raises FillError and ConfigError."""
    new = filled(text, answers)
    return checked_settings(new, path), new


def _write(path: Path, text: str, files: Mapping[str, str]) -> None:
    """Secrets first, so that config.toml never names a file that is not there."""
    try:
        for name, secret in files.items():
            write_bytes(path.parent / name, secret.encode())
        if path.exists():
            write_bytes(path.with_name(f"{path.name}.old"), path.read_bytes())
        write_bytes(path, text.encode())
    except OSError as error:
        raise refuse(f"{path} can't be written: {error}") from None


def _tell(path: Path, settings: Settings, said: Apart) -> None:
    out.print(f"\n{path} has been written; what was not asked stands in it with its default.")
    for name in said.files:
        out.print(f"The password stands in {path.parent / name}, which only you can read.")
    wanted = said.answers.get("mail.password_file")
    if wanted and not settings.resolve(wanted).exists():
        out.print(f"Write the password of the mail server into {path.parent / wanted}.")
    if folder := _drop_folder(settings):
        folder.mkdir(parents=True, exist_ok=True)
        out.print(f"Put the portal's export into {folder}.", markup=False, soft_wrap=True)
    at = "" if path == Path("config.toml") else f" --config {path}"
    out.print("\n[bold]What to do next[/bold]")
    steps: list[tuple[str, Any]] = [
        ("tthc db upgrade", not settings.database_url.startswith("sqlite")),
        ("tthc check", True),
        ("tthc run", True),
        ('tthc user add LOGIN --name "FULL NAME" --role admin', True),
        ("tthc daemon", True),
    ]
    for step, needed in steps:
        if needed:
            out.print(f"  {step}{at}", markup=False, soft_wrap=True)


def _drop_folder(settings: Settings) -> Path | None:
    """The folder beside config.toml into which exports shall be put, if that is where they lie."""
    path = Path(settings.source.path)
    if settings.source.type != "file" or "://" in settings.source.path or path.is_absolute():
        return None
    file = path.suffix or any(sign in path.name for sign in _PATTERN)
    folder = path.parent if file else path
    return None if any(sign in str(folder) for sign in _PATTERN) else settings.resolve(folder)
