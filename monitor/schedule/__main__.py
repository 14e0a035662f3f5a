"""One occurrence of a job, as the daemon has it done: `python -m monitor.schedule`.

No command of `tthc`: it does without all that a person needs, and so begins in half the time.
"""

import sys
import time
from argparse import ArgumentParser
from datetime import date, datetime, timedelta
from pathlib import Path

from monitor.config import load_settings
from monitor.logs import set_up_logging
from monitor.schedule.child import die_with_the_daemon, work
from monitor.store.database import open_database


def main(arguments: list[str]) -> int:
    """Do what the daemon has claimed; the exit code."""
    began = time.monotonic()
    parser = ArgumentParser(prog="monitor.schedule", description=__doc__)
    parser.add_argument("config", type=Path)
    parser.add_argument("job")
    parser.add_argument("day", type=date.fromisoformat)
    parser.add_argument("owner", help="who holds the job's lease")
    parser.add_argument("now", type=datetime.fromisoformat, help="the daemon's hour")
    given = parser.parse_args(arguments)
    die_with_the_daemon()

    def clock() -> datetime:
        now: datetime = given.now
        return now + timedelta(seconds=time.monotonic() - began)

    settings = load_settings(given.config)
    set_up_logging(settings.log)
    engine = open_database(settings.database_url)
    try:
        return work(settings, engine, given.job, given.day, given.owner, clock)
    finally:
        engine.dispose()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
