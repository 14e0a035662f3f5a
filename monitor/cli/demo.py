"""`tthc demo`: the whole thing on the bundled sample."""

import shutil
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from monitor import nightly
from monitor.bundled import bundled
from monitor.cli.common import Service, out, progress_bar
from monitor.cli.run import tell
from monitor.config import load_settings
from monitor.store.database import ensure_current, open_database
from monitor.store.findings import list_findings

AS_OF = date(2021, 9, 30)  # the day on which the sample was exported

_BUNDLED = ("config.toml", "exports", "postings", "procedures")


def demo(
    folder: Annotated[
        Path, typer.Option("--out", help="Where the sample is laid out.", metavar="DIR")
    ] = Path("out/demo"),
) -> None:
    """Show the main job on a bundled sample; nothing to configure, no network."""
    config = _lay_out(folder)
    settings = load_settings(config)
    engine = open_database(settings.database_url)
    try:
        ensure_current(engine)
        service = Service(config, settings, engine)
        with progress_bar() as progress:
            report = nightly.run(settings, engine, AS_OF, service.now, progress)
        tell(service, report)
        with engine.connect() as connection:
            late = list_findings(connection, rules=["overdue-open"])[0]["dossier"]
    finally:
        engine.dispose()
    tthc = "tthc" if shutil.which("tthc") else sys.argv[0]
    out.print("\n[bold]What to do next[/bold]")
    for line in (
        f"{tthc} findings --config {config} --rule overdue-open",
        f"{tthc} letters --config {config}",
        f"{tthc} explain {late} --config {config}",
    ):
        out.print(f"  {line}", markup=False, soft_wrap=True)
    out.print(
        "  Open a letter: reason, fault, new date, number and date wait for the officer.\n"
        "  Run the demo again: nothing is new.\n"
        "  Then point \\[source] of config.toml at your own export."
    )


def _lay_out(folder: Path) -> Path:
    """Copy the sample, unless it is there already; its config file."""
    sample = bundled("examples")
    folder.mkdir(parents=True, exist_ok=True)
    for name in _BUNDLED:
        source, target = sample / name, folder / name
        if target.exists():
            continue
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy(source, target)
    return folder / "config.toml"
