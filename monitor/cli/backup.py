"""`tthc backup`: database and files of the office in one archive."""

from pathlib import Path
from typing import Annotated

import typer

from monitor.backup.archive import back_up, forget
from monitor.backup.database import BackupError
from monitor.cli.common import FAILED, ConfigOption, Service, config_path, err, out
from monitor.config import load_settings
from monitor.store.database import open_database

_MB = 1024 * 1024


def backup(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(help="Where backups are kept, best on another disk.", metavar="DIR")
    ],
    keep: Annotated[
        int | None, typer.Option(help="Keep the newest so many; all if not given.", min=1)
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Write the database and all files of config.toml's folder into one archive in DIR.

    The service may go on meanwhile. The tables are taken as they are, also before an upgrade.
    """
    path = config_path(context, config)
    settings = load_settings(path)
    engine = open_database(settings.database_url)
    try:
        service = Service(path, settings, engine)
        made = back_up(path, settings, engine, folder, service.now())
        gone = forget(folder, keep) if keep else []
    except BackupError as error:
        err.print(f"Error: {error}", markup=False, soft_wrap=True)
        raise typer.Exit(FAILED) from None
    finally:
        engine.dispose()
    size = f"{made.size / _MB:.1f} MB"
    out.print(f"{made.path}: {made.files} files, {size}", markup=False, soft_wrap=True)
    for one in gone:
        err.print(f"deleted: {one}", markup=False, soft_wrap=True)
    for note in made.notes:
        err.print(f"Note: {note}", markup=False, soft_wrap=True)
