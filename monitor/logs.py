"""Logs of what runs by itself: to stderr, as text or JSON, without personal data."""

import logging
import sys

from pythonjsonlogger.json import JsonFormatter

from monitor.config.schedule import LogSettings

_TEXT = "%(asctime)s %(levelname)s %(message)s"
_FIELDS = ("asctime", "levelname", "name", "message")
# What libraries tell below a warning may hold what they were given: statements, addresses, rows.
_OTHERS = logging.WARNING
_OWN = ("monitor", "uvicorn")


def set_up_logging(settings: LogSettings) -> None:
    """Send all logs to stderr; [log] says how, and how much of our own is told."""
    handler = logging.StreamHandler(sys.stderr)
    if settings.format == "json":
        renamed = {"asctime": "at", "levelname": "level", "name": "from"}
        handler.setFormatter(JsonFormatter(_FIELDS, rename_fields=renamed))
    else:
        handler.setFormatter(logging.Formatter(_TEXT))
    logging.basicConfig(level=_OTHERS, handlers=[handler], force=True)
    for name in _OWN:
        logging.getLogger(name).setLevel(settings.level.upper())
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # warns when a job takes its time
