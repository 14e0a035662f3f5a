"""`tthc daemon` at another hour: `python daemon_at.py FOLDER HOUR`, e.g. 2021-09-27T06:59:58.

Its jobs are done in processes of their own, as ever. It looks every second.
"""

import sys
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from monitor.config import load_settings
from monitor.schedule import standing
from monitor.schedule.by_hand import name_of_this
from monitor.schedule.child import started
from monitor.schedule.daemon import Daemon
from monitor.store.database import open_database


def main(folder: str, hour: str) -> None:
    began, first = time.monotonic(), datetime.fromisoformat(hour)
    config = Path(folder, "config.toml")
    settings = load_settings(config)
    daemon = Daemon(
        settings,
        open_database(settings.database_url),
        lambda: first + timedelta(seconds=time.monotonic() - began),
        partial(started, config),
        name_of_this(),
    )
    standing._LOOK_EVERY_S = 1
    standing.stand_by(daemon, None, lambda: datetime.now(UTC))


if __name__ == "__main__":
    main(*sys.argv[1:])
