"""`tthc assess`: judge a data set outside the database, on the engine that its size asks for."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from monitor.assess import (
    Assessor,
    EngineName,
    MissingEngineError,
    OccupiedError,
    Summary,
    new_folder,
    open_engine,
)
from monitor.assess.files import is_address
from monitor.cli.common import (
    FAILED,
    ConfigOption,
    DayOption,
    ReportFormat,
    ReportOption,
    config_path,
    err,
    out,
    progress_bar,
    refuse,
)
from monitor.cli.output import new_table, print_json, print_table
from monitor.config import Settings, load_settings
from monitor.office_calendar import office_calendar
from rules import RULES

_NO_OFFICE = {"source": {"path": "nowhere"}}  # which is never opened


def assess(
    context: typer.Context,
    source: Annotated[
        list[str],
        typer.Option("--input", help="Parquet: file, folder or glob.", metavar="FILES"),
    ],
    output: Annotated[
        Path, typer.Option("--output", help="A new folder for what is found.", metavar="DIR")
    ],
    engine: Annotated[
        EngineName, typer.Option("--engine", help="What computes; see docs/scale.md.")
    ] = EngineName.PANDAS,
    config: ConfigOption = None,
    as_of: DayOption = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace an earlier assessment.")
    ] = False,
    spark: Annotated[
        list[str] | None,
        typer.Option("--spark", help="A setting of Spark, e.g. spark.master.", metavar="KEY=VALUE"),
    ] = None,
    form: ReportOption = ReportFormat.TABLE,
) -> None:
    """Judge dossiers in parquet files, without the database; write the findings as parquet."""
    settings = _settings(context, config)
    today = datetime.now(settings.zone_on(date.max)).date()
    addresses = [name for name in source if is_address(name)]
    if addresses and (engine is not EngineName.SPARK or len(addresses) < len(source)):
        raise refuse(f"{addresses[0]}: addresses are read by Spark alone, and not beside files")
    try:
        with (
            new_folder(output, overwrite=overwrite) as folder,
            progress_bar() as progress,
        ):
            progress(f"judging with {engine}", 0, 0)
            assessor = Assessor(
                name=engine.value,
                engine=open_engine(engine, _spark_settings(engine, spark or [])),
                settings=settings,
                calendar=office_calendar(settings),
                as_of=as_of.date() if as_of else today,
            )
            summary = assessor.assess(source, folder)
    except (MissingEngineError, OccupiedError) as error:
        raise refuse(str(error)) from None
    if form is ReportFormat.JSON:
        print_json(summary.as_json())
    else:
        _tell(summary, output)
    for note in _notes(summary):
        err.print(f"Note: {note}", markup=False, soft_wrap=True)
    if not summary.complete:
        raise typer.Exit(FAILED)


def _settings(context: typer.Context, config: Path | None) -> Settings:
    """The config file's; without any, the defaults of all rules, for a machine of no office."""
    path = config_path(context, config)
    if config or context.obj or path.exists():
        return load_settings(path)
    err.print(f"Note: no {path} here: judged by the defaults of the rules", soft_wrap=True)
    return Settings.from_table(_NO_OFFICE, Path.cwd())


def _spark_settings(engine: EngineName, given: list[str]) -> dict[str, str]:
    if given and engine is not EngineName.SPARK:
        raise refuse(f"--spark {given[0]}: the engine is {engine.value}")
    for setting in given:
        if "=" not in setting:
            raise refuse(f"--spark {setting}: expected KEY=VALUE, e.g. spark.master=local[4]")
    return {key: value for key, _, value in (setting.partition("=") for setting in given)}


def _tell(summary: Summary, output: Path) -> None:
    out.print(f"\n[bold]Assessment[/bold] with {summary.engine}, as of {summary.as_of:%d/%m/%Y}")
    total = sum(summary.hits.values())
    out.print(f"{summary.dossiers} dossiers read, {total} findings in {output}\n", markup=False)
    print_table("Findings by rule", _by_rule(summary))
    counts = ", ".join(f"{count} {severity}" for severity, count in summary.by_severity.items())
    out.print(f"By severity: {counts}")


def _by_rule(summary: Summary) -> Table:
    table = new_table()
    table.add_column("rule", no_wrap=True)
    table.add_column("meaning")
    table.add_column("severity")
    table.add_column("findings", justify="right")
    for rule in RULES:
        if severity := summary.severities.get(rule.code):
            hits = str(summary.hits[rule.code])
            table.add_row(rule.code, rule.title, severity, hits)
        else:
            table.add_row(rule.code, rule.title, "not judged", "")
    return table


def _notes(summary: Summary) -> list[str]:
    notes = [f"{code} was not judged: {why}" for code, why in summary.left_out.items()]
    notes += [f"{code} could not be judged: {why}" for code, why in summary.failed.items()]
    if summary.absent:
        notes.append(f"not in the input, so unknown of every dossier: {', '.join(summary.absent)}")
    if summary.nameless:
        notes.append(f"{summary.nameless} dossiers have no code: nobody can tell which they are")
    return notes
