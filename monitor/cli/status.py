"""`tthc status`: does it all run, and what comes next."""

import typer

from monitor.cli.common import (
    FAILED,
    ConfigOption,
    ReportFormat,
    ReportOption,
    Service,
    config_path,
    out,
)
from monitor.cli.output import print_json
from monitor.config import load_settings
from monitor.schedule.status import checks
from monitor.store.database import open_database


def status(
    context: typer.Context, config: ConfigOption = None, form: ReportOption = ReportFormat.TABLE
) -> None:
    """Say how the service stands; exit code 1 when something is wrong. Nothing is changed."""
    path = config_path(context, config)
    settings = load_settings(path)
    engine = open_database(settings.database_url)
    try:
        found = checks(engine, settings, Service(path, settings, engine).now())
    finally:
        engine.dispose()
    ok = all(one.ok for one in found)
    if form is ReportFormat.JSON:
        told = {one.name: {"ok": one.ok, "says": one.says, **one.figures} for one in found}
        print_json({"ok": ok, "checks": told})
    else:
        width = max(len(one.name) for one in found)
        for one in found:
            out.print("OK     " if one.ok else "[bold]PROBLEM[/bold]", end="  ")
            out.print(f"{one.name:{width}}  {one.says}", markup=False, soft_wrap=True)
    if not ok:
        raise typer.Exit(FAILED)
