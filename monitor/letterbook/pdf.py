"""Letters as PDF: many in one call of LibreOffice, and a bad one does not stop the others."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Generic, TypeVar
from zipfile import is_zipfile

from docx import Document
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from monitor.atomic import write_bytes
from monitor.letterbook.soffice import OfficeError, pdfs_from

PATIENCE_S = 90.0  # a letter takes a tenth of a second; a cold start on a busy machine some
_MOST_A_CALL = 200  # LibreOffice reads 255 arguments and passes over the rest without a word
_NO_DOCX = "it is no .docx file"  # LibreOffice makes a blank page of an empty one
_UNREADABLE = "LibreOffice makes no readable PDF of it"

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Converted(Generic[K]):
    """PDFs by the key of their letter, and why a letter has none."""

    pdfs: Mapping[K, bytes]
    refused: Mapping[K, str]


def convert(
    documents: Mapping[K, bytes], soffice: Path, patience_s: float = PATIENCE_S
) -> Converted[K]:
    """The PDF of each .docx; unlike the .docx, its bytes hold the time at which it was made.

    LibreOffice takes up to 200 letters a call, in order. When it hangs or crashes, the first letter
    without a PDF is tried alone, and the rest again. Raises OfficeError if LibreOffice can't even
    convert an empty document.
    """
    pdfs: dict[K, bytes] = {}
    refused = {key: _NO_DOCX for key, one in documents.items() if not is_zipfile(BytesIO(one))}
    waiting = [key for key in documents if key not in refused]
    proven = False
    while waiting:
        portion, waiting = waiting[:_MOST_A_CALL], waiting[_MOST_A_CALL:]
        made, trouble = _call({key: documents[key] for key in portion}, soffice, patience_s)
        pdfs |= made
        unmade = [key for key in portion if key not in made]
        if trouble is None:
            refused |= dict.fromkeys(unmade, _UNREADABLE)
            continue
        if not (made or proven):
            _prove(soffice, patience_s)
        proven = True
        if unmade:
            suspect, *others = unmade
            waiting = [*others, *waiting]
            alone, trouble = _call({suspect: documents[suspect]}, soffice, patience_s)
            pdfs |= alone
            if not alone:
                refused[suspect] = trouble or _UNREADABLE
    return Converted({key: pdfs[key] for key in documents if key in pdfs}, refused)


def write_pdfs(documents: Mapping[Path, bytes], soffice: Path) -> Mapping[Path, str]:
    """Write the PDF of each document to its path; why one could not be made. Raises OfficeError."""
    converted = convert(documents, soffice)
    for path, pdf in converted.pdfs.items():
        write_bytes(path, pdf)
    return converted.refused


def pdfs_beside(drafts: Iterable[tuple[Path, bytes]], soffice: Path) -> list[str]:
    """Write a PDF beside each .docx file; notes on those that there are none of.

    A PDF that is there already is left: it is of the same letter, or an officer's scan.
    """
    beside = {path.with_suffix(".pdf"): document for path, document in drafts}
    try:
        refused = write_pdfs({p: d for p, d in beside.items() if not p.exists()}, soffice)
    except OfficeError as error:
        return [f"no PDFs were written: {error}"]
    return [f"no {path.name}: {why}" for path, why in refused.items()]


def _call(
    documents: Mapping[K, bytes], soffice: Path, patience_s: float
) -> tuple[dict[K, bytes], str | None]:
    """The readable PDFs that one call makes, and what was wrong with the call."""
    names = {key: f"{number}.docx" for number, key in enumerate(documents)}
    with TemporaryDirectory(prefix="tthc-pdf-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for key, document in documents.items():
            (folder / names[key]).write_bytes(document)
        trouble = pdfs_from(soffice, folder, list(names.values()), patience_s)
        made = {}
        for key in documents:
            path = (folder / names[key]).with_suffix(".pdf")
            if path.exists() and _is_readable(pdf := path.read_bytes()):
                made[key] = pdf
    return made, trouble


def _is_readable(pdf: bytes) -> bool:
    try:
        return len(PdfReader(BytesIO(pdf), strict=True).pages) > 0
    except (PyPdfError, ValueError, KeyError):
        return False


def _prove(soffice: Path, patience_s: float) -> None:
    """Find out whether it is LibreOffice that does not work, or the letters."""
    empty = BytesIO()
    Document().save(empty)
    made, trouble = _call({"": empty.getvalue()}, soffice, patience_s)
    if not made:
        raise OfficeError(
            f"{soffice} can't convert even an empty document: {trouble or 'it made no PDF'}"
        )
