"""One PDF of many letters, for printing them in a batch."""

from collections.abc import Iterable
from io import BytesIO

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import BooleanObject, NameObject

_TITLE = "Văn bản xin lỗi"


def merged(letters: Iterable[tuple[str, bytes]], *, double_sided: bool) -> bytes:
    """One PDF of (dossier code, PDF) pairs, in their order, each behind a bookmark with its code.

    Every page keeps its own size. double_sided: each letter fills whole sheets, by a blank page
    after an odd number of pages; also the last one, for a second copy would begin on its back.
    """
    writer = PdfWriter()
    for code, pdf in letters:
        start = len(writer.pages)
        for page in PdfReader(BytesIO(pdf)).pages:
            writer.add_page(page)
        writer.add_outline_item(title=code, page_number=start)
        if double_sided and (len(writer.pages) - start) % 2:
            writer.add_page(_blank_like(writer.pages[-1]))
    _ask_printer(writer, double_sided=double_sided)
    writer.compress_identical_objects()
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _blank_like(page: PageObject) -> PageObject:
    box = page.mediabox
    return PageObject.create_blank_page(width=box.width, height=box.height)


def _ask_printer(writer: PdfWriter, *, double_sided: bool) -> None:
    """What a viewer proposes when it prints: both sides or one, paper by the size of each page."""
    writer.add_metadata({"/Title": _TITLE})
    sides = "/DuplexFlipLongEdge" if double_sided else "/Simplex"
    wishes = writer.create_viewer_preferences()
    wishes[NameObject("/Duplex")] = NameObject(sides)
    wishes[NameObject("/PickTrayByPDFSize")] = BooleanObject(True)
    wishes[NameObject("/PrintScaling")] = NameObject("/None")
    writer.page_mode = "/UseOutlines"
