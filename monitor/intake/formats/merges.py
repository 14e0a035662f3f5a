"""The cells of an ods or xlsb that are merged over several rows; calamine tells those of others."""

import re
import struct
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from xml.parsers import expat
from zipfile import ZipFile

from monitor.intake.formats.xlsb_extent import records

Merged = Sequence[tuple[int, int, int]]
"""First and last row and the column of each, from 0."""

_ODS, _XLSB = "content.xml", "xl/workbook.bin"
_ODS_SPAN = re.compile(rb"number-rows-spanned\s*=\s*[\"'](?!1[\"'])")
_ODS_CELLS = ("table:table-cell", "table:covered-table-cell")
_RELATIONS = "xl/_rels/workbook.bin.rels"
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(r"\b(Id|Target)\s*=\s*[\"']([^\"']*)[\"']")
_SHEET = 156  # BrtBundleSh: two numbers, then the sheet's relation and its name
_SHEET_NUMBERS = 8
# BrtBeginMergeCells with their number, a BrtMergeCell for each, BrtEndMergeCells: found as a whole,
# since to walk over the millions of records before them takes seconds.
_MERGES = re.compile(rb"\xb1\x01\x04.{4}((?:\xb0\x01\x10.{16})+)\xb2\x01\x00", re.DOTALL)
_MERGE = struct.Struct("<3x4L")  # first and last row, first and last column
_LENGTH = struct.Struct("<L")


def merged_cells(package: ZipFile) -> Mapping[str, Merged]:
    """What is merged on each sheet of an ods or xlsb, by its name; nothing for another package."""
    names = package.namelist()
    if _XLSB in names:
        return dict(_of_xlsb(package))
    return _of_ods(package.read(_ODS)) if _ODS in names else {}


def _of_ods(content: bytes) -> Mapping[str, Merged]:
    found: defaultdict[str, list[tuple[int, int, int]]] = defaultdict(list)
    if not _ODS_SPAN.search(content):
        return found
    sheet, row, rows, column = "", 0, 1, 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal sheet, row, rows, column
        if name == "table:table":
            sheet, row = attributes.get("table:name", ""), 0
        elif name == "table:table-row":
            rows, column = int(attributes.get("table:number-rows-repeated", "1")), 0
        elif name in _ODS_CELLS:
            spanned = int(attributes.get("table:number-rows-spanned", "1"))
            if spanned > 1:
                found[sheet].append((row, row + spanned - 1, column))
            column += int(attributes.get("table:number-columns-repeated", "1"))

    def end(name: str) -> None:
        nonlocal row
        row += rows if name == "table:table-row" else 0

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(content, True)
    return found


def _of_xlsb(package: ZipFile) -> Iterator[tuple[str, Merged]]:
    names = package.namelist()
    parts = _parts(package.read(_RELATIONS).decode()) if _RELATIONS in names else {}
    for relation, sheet in _sheets(package.read(_XLSB)):
        if (part := parts.get(relation)) in names:
            yield sheet, _merges(package.read(part))


def _parts(relations: str) -> Mapping[str, str]:
    """The part that each relation of the workbook leads to."""
    found = {}
    for relation in _RELATION.findall(relations):
        values = dict(_ATTRIBUTE.findall(relation))
        target = values.get("Target", "")
        found[values.get("Id", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
    return found


def _sheets(book: bytes) -> Iterator[tuple[str, str]]:
    """Relation and name of each sheet."""
    for kind, at in records(book):
        if kind == _SHEET:
            relation, name_at = _text(book, at + _SHEET_NUMBERS)
            yield relation, _text(book, name_at)[0]


def _merges(part: bytes) -> Merged:
    found = _MERGES.search(part)
    ranges = _MERGE.iter_unpack(found[1]) if found else ()
    return [(first, last, column) for first, last, column, _ in ranges if last > first]


def _text(data: bytes, at: int) -> tuple[str, int]:
    """A text with its length before it, and where it ends."""
    start = at + _LENGTH.size
    end = start + 2 * _LENGTH.unpack_from(data, at)[0]
    return data[start:end].decode("utf-16-le", "replace"), end
