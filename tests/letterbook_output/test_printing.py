"""One PDF for printing a batch: whole sheets, sizes kept, a bookmark each."""

from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter

from monitor.letterbook.printing import merged

A4, A5 = (595, 842), (420, 595)


def pdf_of(*sizes: tuple[int, int]) -> bytes:
    """A PDF of pages of these sizes in points, ."""
    writer, buffer = PdfWriter(), BytesIO()
    for width, height in sizes:
        writer.add_blank_page(width, height)
    writer.write(buffer)
    return buffer.getvalue()


def sizes(pdf: bytes) -> list[tuple[int, int]]:
    pages = PdfReader(BytesIO(pdf)).pages
    return [(int(page.mediabox.width), int(page.mediabox.height)) for page in pages]


def bookmarks(pdf: bytes) -> list[tuple[str, int | None]]:
    reader = PdfReader(BytesIO(pdf))
    found = []
    for item in reader.outline:
        assert not isinstance(item, list)
        found.append((str(item.title), reader.get_destination_page_number(item)))
    return found


BATCH = [("A-1", pdf_of(A5)), ("A-2", pdf_of(A4, A4)), ("Ă-3", pdf_of(A4, A4, A4))]


def test_double_sided_each_letter_starts_on_a_fresh_sheet_of_its_own_size() -> None:
    batch = merged(BATCH, double_sided=True)
    assert sizes(batch) == [A5, A5, A4, A4, A4, A4, A4, A4]
    assert bookmarks(batch) == [("A-1", 0), ("A-2", 2), ("Ă-3", 4)]


def test_single_sided_there_are_no_blank_pages() -> None:
    batch = merged(BATCH, double_sided=False)
    assert sizes(batch) == [A5, A4, A4, A4, A4, A4]
    assert bookmarks(batch) == [("A-1", 0), ("A-2", 1), ("Ă-3", 3)]


@pytest.mark.parametrize(
    ("double_sided", "sides"), [(True, "/DuplexFlipLongEdge"), (False, "/Simplex")]
)
def test_the_printer_is_asked_for_the_right_sides_and_no_scaling(
    double_sided: bool, sides: str
) -> None:
    wishes = PdfReader(BytesIO(merged(BATCH, double_sided=double_sided))).viewer_preferences
    assert wishes is not None
    assert [str(wishes[name]) for name in ("/Duplex", "/PrintScaling")] == [sides, "/None"]
