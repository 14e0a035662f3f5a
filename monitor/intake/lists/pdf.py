"""PDFs → rows, one a line; read in a process of its own, with limits."""

import json
import subprocess
import sys
from pathlib import Path

from monitor.intake.cells import Row
from monitor.intake.errors import IntakeError
from monitor.intake.formats import limits
from monitor.intake.lists.codes import plain_lines, rejoined

_READER = "monitor.intake.lists.pdf_pages"
_TOO_LARGE = (
    f"can't be read within {limits.PDF_SECONDS} s and {limits.PDF_MEMORY_BYTES // limits.MB} MB; "
    "give the list as .xlsx or .csv"
)
_SHOWN_PAGES = 5
_REACH = 30  # lines: the other cells of a row, the foot of a page and the head of the next


def pdf_rows(path: Path) -> list[Row]:
    """The lines of all pages; codes that other lines cut stand whole below the first part.

    Raises IntakeError for a PDF that is protected, damaged, or so made that it can't be read
    within the limits, and for one with pages that are pictures.
    """
    pages = _pages(path)
    texts = [str(page["text"]) for page in pages]
    pictures = [number for number, page in enumerate(pages, 1) if page["has_picture"]]
    if pictures or not any(text.strip() for text in texts):
        shown = ", ".join(map(str, pictures[:_SHOWN_PAGES]))
        more = f" and {len(pictures) - _SHOWN_PAGES} more" if len(pictures) > _SHOWN_PAGES else ""
        where = f"page {shown}{more} has" if pictures else "has"
        raise IntakeError(
            f"{path}: {where} no text (a scan); give the list as .xlsx or .docx, or as a PDF that "
            "was saved from one"
        )
    # Some writers map the dash of a font to a soft hyphen, which has no other use in a PDF.
    lines = plain_lines("\n".join(texts).replace("\u00ad", "-")).split("\n")
    return [[line] for line in rejoined(lines, _REACH)]


def _pages(path: Path) -> list[dict[str, object]]:
    numbers = (
        limits.PDF_SECONDS,
        limits.PDF_MEMORY_BYTES,
        limits.DOCUMENT_BYTES,
        limits.PDF_PAGES,
    )
    command = [sys.executable, "-P", "-m", _READER, str(path), *map(str, numbers)]
    try:
        done = subprocess.run(  # noqa: S603  # our own module, and the file as an argument
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.PDF_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise IntakeError(f"{path}: {_TOO_LARGE}") from None
    pages = [json.loads(line) for line in done.stdout.splitlines()] if not done.returncode else []
    if not pages or "error" in pages[-1]:
        raise IntakeError(f"{path}: {pages[-1]['error'] if pages else _TOO_LARGE}")
    return pages
