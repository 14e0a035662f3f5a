"""Web pages taken in piece by piece, with what they may not contain refused."""

import re
from pathlib import Path
from typing import Any

from lxml import etree

from monitor.intake.errors import IntakeError
from monitor.intake.formats.entities import EntityWatch

_PIECE = 1 << 16
_TABLE_END = re.compile("</table", re.IGNORECASE)


def parse_page(path: Path, text: str, target: Any) -> None:
    """Tell the target of each element and text; raises IntakeError for entities and non-pages."""
    EntityWatch(str(path)).feed(text.encode())
    parser = etree.HTMLParser(target=target, encoding="utf-8", no_network=True)
    try:
        for at in range(0, len(text), _PIECE):
            parser.feed(text[at : at + _PIECE].encode())
        parser.close()
    except etree.LxmlError as error:
        raise IntakeError(f"{path}: can't be read as a web page: {error}") from None


def is_cut(text: str, tables: int) -> bool:
    """Whether the page ends within one of the tables that it has begun."""
    return tables > len(_TABLE_END.findall(text))
