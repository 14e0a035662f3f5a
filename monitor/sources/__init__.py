"""Where exports come from: what config.toml, [source], names, as batches of sheets."""

from monitor.sources.opening import open_source, posted_sheets, procedure_sheets
from monitor.sources.source import Source

__all__ = ["Source", "open_source", "posted_sheets", "procedure_sheets"]
