"""Packed files (xlsx, xlsm, xlsb, ods): what is in them, and whether it is safe to unpack."""

import struct
import zlib
from collections.abc import Iterator, Set
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from monitor.intake.errors import IntakeError
from monitor.intake.formats import limits
from monitor.intake.formats.entities import EntityWatch
from monitor.intake.formats.extent import Extent
from monitor.intake.formats.formulas import FormulaWatch
from monitor.intake.formats.ods_extent import OdsExtent
from monitor.intake.formats.xlsb_extent import XlsbExtent
from monitor.intake.formats.xlsx_extent import XlsxExtent

_CHUNK = 1 << 20
_TAIL = 65_557  # the end record is 22 bytes and has a comment of up to 65,535
_END = struct.Struct("<4s4H2LH")
_ENCRYPTED = 0x1
_BROKEN = "is a damaged archive; export it again"
# The parts that make a package a workbook.
_XLSX, _XLSB, _ODS = "xl/workbook.xml", "xl/workbook.bin", "content.xml"
_DOCX = "word/document.xml"
_DOCUMENTS = {
    _DOCX: "a Word document",
    "ppt/presentation.xml": "a PowerPoint presentation",
}
_XLSX_SHEETS = "xl/worksheets/"
# Parts of an xlsb that are no sheets, and whose bytes might pass for one.
_NO_SHEETS = ("vbaproject.bin", "printersettings")
_ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_MIMETYPE_BYTES = 200


def check_package(path: Path, *, documents: bool = False) -> bool:
    """Look through a packed workbook before it is read; whether it is a Word document instead.

    documents: whether it may be one. Raises IntakeError for what is no workbook, would burst, lies
    about itself or names files outside.
    """
    try:
        _check_part_list(path)
        with ZipFile(path) as package:
            parts = package.infolist()
            _check_names(path, parts)
            _check_sizes(path, parts)
            book = _DOCX if documents and _is_document(package) else _book_of(path, package)
            for part in parts:
                _check_content(path, package, part, book)
    except (BadZipFile, zlib.error, struct.error, EOFError, ValueError, NotImplementedError):
        raise IntakeError(f"{path}: {_BROKEN}") from None
    return book == _DOCX


def _check_part_list(path: Path) -> None:
    """The list of parts is read as a whole, so its length is looked at first."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _TAIL))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0:
        raise BadZipFile
    _, _, _, _, count, length, _, _ = _END.unpack_from(tail, at)
    if count > limits.PARTS or length > limits.PART_LIST_BYTES:
        raise IntakeError(
            f"{path}: has {count} parts, more than the {limits.PARTS} of any real workbook"
        )


def _check_names(path: Path, parts: list[ZipInfo]) -> None:
    seen: set[str] = set()
    for part in parts:
        steps = part.orig_filename.replace("\\", "/").split("/")
        if ".." in steps or not steps[0] or ":" in steps[0] or "\x00" in part.orig_filename:
            raise IntakeError(
                f"{path}: names a file outside itself ({part.orig_filename!r}); it was made to do "
                "harm, do not open it"
            )
        name = part.filename.lower()
        if name in seen:
            raise IntakeError(f"{path}: has the part {part.filename!r} twice; export it again")
        seen.add(name)
        if part.flag_bits & _ENCRYPTED:
            raise IntakeError(f"{path}: is protected by a password; export it again without one")
        if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise BadZipFile


def _check_sizes(path: Path, parts: list[ZipInfo]) -> None:
    """What the package says of itself."""
    if len(parts) > limits.PARTS:
        raise IntakeError(
            f"{path}: has {len(parts)} parts, more than the {limits.PARTS} of any real workbook"
        )
    total = sum(part.file_size for part in parts)
    if total > limits.UNPACKED_BYTES:
        raise IntakeError(
            f"{path}: would unpack to {total // limits.MB} MB, more than the "
            f"{limits.UNPACKED_BYTES // limits.MB} MB that are read; export a shorter period"
        )
    for part in parts:
        if part.file_size > max(limits.RATIO_FREE_BYTES, limits.RATIO * part.compress_size):
            raise IntakeError(
                f"{path}: the part {part.filename!r} would unpack from {part.compress_size:,} to "
                f"{part.file_size:,} bytes, as no real workbook does; export it again"
            )


def _book_of(path: Path, package: ZipFile) -> str:
    """The part that makes the package a workbook; two of them would be read by chance."""
    names = {part.filename.lower() for part in package.infolist()}
    books = [name for name in (_XLSX, _XLSB, _ODS) if name in names]
    if other := _other_kind(package, names):
        raise IntakeError(f"{path}: is {other}, not a workbook; export the list as .xlsx or .csv")
    if len(books) != 1:
        raise BadZipFile
    return books[0]


def _other_kind(package: ZipFile, names: Set[str]) -> str:
    """What a package is that is no workbook; empty for a workbook."""
    if "mimetype" in names:
        with package.open("mimetype") as file:
            kind = file.read(_MIMETYPE_BYTES).strip()
        if kind != _ODS_TYPE:
            return f"a document of the kind {kind.decode('ascii', 'replace')}"
    for part, kind_name in _DOCUMENTS.items():
        if part in names:
            macros = any(name.lower().endswith("vbaproject.bin") for name in names)
            return f"{kind_name} with macros" if macros else kind_name
    return "" if names & {_XLSX, _XLSB, _ODS} else "a zip archive"


def _is_document(package: ZipFile) -> bool:
    """Whether it is a Word document, and nothing else."""
    names = {part.filename.lower() for part in package.infolist()}
    return _other_kind(package, names) == _DOCUMENTS[_DOCX] and not names & {_XLSX, _XLSB, _ODS}


def _extent_of(book: str, name: str, place: str) -> Extent | None:
    """What measures a part; None for one that can be no sheet of such a workbook."""
    if book == _XLSX:
        return XlsxExtent(place)
    if book == _XLSB:
        return None if any(mark in name for mark in _NO_SHEETS) else XlsbExtent(place)
    return OdsExtent(place) if name == _ODS else None


def _check_content(path: Path, package: ZipFile, part: ZipInfo, book: str) -> None:
    """Look through a part piece by piece, whatever length it claims."""
    claimed = part.file_size
    place = f"{path}, part {part.filename!r}"
    entities = EntityWatch(place)
    name = part.filename.lower()
    extent = _extent_of(book, name, place)
    is_sheet = book == _XLSX and name.startswith(_XLSX_SHEETS)
    formulas = FormulaWatch(place) if is_sheet else None
    done = False
    while not done:
        length = 0
        for piece in _pieces(package, part):
            length += len(piece)
            if length > claimed:
                raise IntakeError(f"{place}: is longer than it says; export it again")
            entities.feed(piece)
            if extent:
                extent.feed(piece)
            if formulas:
                formulas.feed(piece)
        done = extent is None or extent.is_done()


def _pieces(package: ZipFile, part: ZipInfo) -> Iterator[bytes]:
    part.file_size = limits.UNPACKED_BYTES + 1  # the reader stops at what the part claims
    with package.open(part) as file:
        while piece := file.read(_CHUNK):
            yield piece
