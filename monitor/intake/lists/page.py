"""Web pages → rows: every text that they show, inside tables and outside."""

import re
from collections.abc import Mapping
from pathlib import Path

from monitor.intake.cells import Row
from monitor.intake.errors import IntakeError
from monitor.intake.formats.grid import span
from monitor.intake.formats.markup import is_cut, parse_page
from monitor.intake.lists.days import day_line
from monitor.intake.lists.flow import Flow

_UNSHOWN = frozenset(("script", "style", "template"))
# Elements that stand within a line; all others begin a new one.
_INLINE = re.compile(
    r"a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|img|ins|kbd|label|mark|nobr|q|s"
    r"|samp|small|span|strike|strong|sub|sup|time|tt|u|var|wbr"
)
_PUBLISHED = frozenset(("article:published_time", "datepublished"))
_SPACES = re.compile(r"[^\S\u00a0]+")
_DEEPEST = 250  # the parser drops what is nested more deeply without a word


def page_rows(path: Path, text: str) -> list[Row]:
    """The lines and the rows of tables of a page.

    Raises IntakeError for a page that is no markup, ends within a table, or declares entities.
    """
    page = _Page(str(path))
    parse_page(path, text, page)
    if is_cut(text, page.tables):
        raise IntakeError(f"{path}: ends in the middle of a table; save the page again")
    return page.rows


class _Page:
    """Writes down what is shown while the parser goes through the page."""

    def __init__(self, place: str) -> None:
        self.tables = 0
        self._flow = Flow(place)
        self._place = place
        self._unshown: list[str] = []
        self._depth = 0

    @property
    def rows(self) -> list[Row]:
        return self._flow.rows

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise IntakeError(
                f"{self._place}: is nested more than {_DEEPEST} deep, as no real page is; save the "
                "list as .xlsx or .txt"
            )
        if tag in _UNSHOWN or self._unshown:
            self._unshown.append(tag)
        elif tag == "table":
            self.tables += 1
            self._flow.begin_table()
        elif tag == "tr":
            self._flow.begin_row()
        elif tag in ("td", "th"):
            self._flow.begin_cell(span(attributes, "colspan"), span(attributes, "rowspan"))
        elif not _INLINE.fullmatch(tag):
            self._flow.end_line()
        day = _published(tag, attributes)
        if day and not self._flow.in_table:  # within a table its column says what a day means
            self._flow.text(f" {day_line(day)} ")

    def end(self, tag: str) -> None:
        """An element ends."""
        self._depth -= 1
        if self._unshown:
            self._unshown.pop()
        elif tag == "table":
            self._flow.end_table()
        elif tag in ("td", "th"):
            self._flow.end_cell()
        elif tag != "br" and not _INLINE.fullmatch(tag):
            self._flow.end_line()

    def data(self, text: str) -> None:
        """Text, in as many pieces as the parser likes; an end of a line in it is only a space."""
        if not self._unshown:
            self._flow.text(_SPACES.sub(" ", text))

    def close(self) -> None:
        """The page ends."""
        self._flow.close()


def _published(tag: str, attributes: Mapping[str, str]) -> str | None:
    """The day of publication that an element tells to machines."""
    if tag == "time":
        return attributes.get("datetime")
    name = attributes.get("property") or attributes.get("itemprop") or ""
    return attributes.get("content") if tag == "meta" and name.lower() in _PUBLISHED else None
