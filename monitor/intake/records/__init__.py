"""JSON documents of one-stop systems → sheets."""

from monitor.intake.records.documents import Record, is_json, parse_json
from monitor.intake.records.pages import Page, page_of
from monitor.intake.records.reading import codes_of, read_json, sheet_of

__all__ = [
    "Page",
    "Record",
    "codes_of",
    "is_json",
    "page_of",
    "parse_json",
    "read_json",
    "sheet_of",
]
