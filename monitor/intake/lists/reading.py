"""Lists of results → sheets, whatever kind of file they are."""

from pathlib import Path

from monitor.intake.errors import IntakeError
from monitor.intake.formats.decoding import decode
from monitor.intake.formats.kinds import Kind, kind_of
from monitor.intake.lists.archive import archived_pages
from monitor.intake.lists.document import document_rows
from monitor.intake.lists.page import page_rows
from monitor.intake.lists.pdf import pdf_rows
from monitor.intake.sheets import Sheet, read_sheets


def read_list(path: Path) -> list[Sheet]:
    """The sheets of a workbook or text; one sheet of lines and rows for a document or page.

    Raises IntakeError for a file that is missing, can't be opened, is of no known kind or is
    unsafe to read.
    """
    try:
        kind = kind_of(path, documents=True)
        if kind is Kind.DOCX:
            rows = document_rows(path)
        elif kind is Kind.PDF:
            rows = pdf_rows(path)
        elif kind in (Kind.HTML, Kind.WEB_ARCHIVE):
            content = path.read_bytes()
            pages = [content] if kind is Kind.HTML else archived_pages(path, content)
            texts = (decode(path, page, markup=True).text for page in pages)
            rows = [row for text in texts for row in page_rows(path, text)]
        else:
            return read_sheets(path)
    except OSError as error:
        raise IntakeError(f"{path}: can't be read: {error.strerror or error}") from None
    return [Sheet(path.name, "", rows)]
