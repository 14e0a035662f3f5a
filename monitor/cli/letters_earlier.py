"""`tthc letters import`: letters that were issued before the monitor came."""

from pathlib import Path
from typing import Annotated

import typer

from monitor import nightly
from monitor.cli.common import FAILED, ConfigOption, err
from monitor.cli.desk import ByOption, at_desk
from monitor.intake.sheets import read_sheets
from monitor.letterbook.earlier import take_over
from monitor.letterbook.earlier_lists import read_earlier
from monitor.letterbook.numbers import series_of


def import_earlier(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, metavar="FILE")],
    by: ByOption = None,
    config: ConfigOption = None,
) -> None:
    """Take over a list of earlier letters: dossier code, number, date, new date, reason."""
    with at_desk(context, config, by) as desk:
        dates = nightly.date_reader(desk.settings, desk.today)
        series = series_of(desk.settings.letters.form, desk.settings, desk.today)
        letters, bad = read_earlier(read_sheets(file), dates, series, desk.today)
        taken = take_over(desk, letters, bad)
    err.print(f"{taken.added} letters imported, {taken.already} were there already", markup=False)
    for row in taken.unknown:
        err.print(f"Left out: {row}", markup=False, soft_wrap=True)
    if taken.unknown:
        err.print("Import the list again once these dossiers have been seen in an export.")
        raise typer.Exit(FAILED)
