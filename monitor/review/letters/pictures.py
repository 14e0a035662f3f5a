"""Letters as they are printed: PDFs and pictures of them, made one at a time and kept a while."""

import logging
import time
from collections.abc import Callable, Mapping
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TypeVar

import anyio
import pypdfium2
from anyio.to_thread import run_sync
from PIL import Image

from monitor.atomic import write_bytes
from monitor.letterbook.pdf import convert
from monitor.letterbook.soffice import OfficeError, find_soffice
from monitor.review.refusals import RefusedError
from monitor.store.papers import Document

_LOG = logging.getLogger(__name__)

MOST_BYTES = 200 * 2**20
"""Of the folder; what was not looked at for longest goes first."""
_WAIT_S = 60.0  # for one's turn
_PATIENCE_S = 30.0  # with LibreOffice, for one letter
_TRY_AGAIN_S = 600.0  # a letter that could not be converted
_DPI, _POINTS = 130, 72
_MOST_PIXELS = 2000  # the longer side of a page, whatever its size
_MOST_PAGES = 5
_COLOURS = 64
_GAP = 12  # pixels between two pages

T = TypeVar("T")


class NoPictureError(RefusedError):
    """A letter can't be shown as it is printed, now or at all."""

    status = 503


class Pictures:
    """What LibreOffice makes of letters, by the SHA-256 of their document, in one folder.

    folder: holds personal data like the database. soffice: the program that config.toml names.
    Neither LibreOffice nor PDFium may be called twice at once; whoever waits holds no thread.
    """

    def __init__(self, folder: Path, soffice: Path | None) -> None:
        self._folder = folder
        self._configured = soffice
        self._one = anyio.CapacityLimiter(1)
        self._refused: dict[str, float] = {}
        self._soffice: Path | None = None

    @property
    def are_there(self) -> bool:
        """Whether there is a LibreOffice to make them."""
        try:
            self._program()
        except OfficeError:
            return False
        return True

    async def picture(self, document: Document) -> bytes:
        """The pages of a letter below each other, as PNG; raises NoPictureError."""
        return await self._in_turn(partial(self._picture, document))

    async def pdf(self, document: Document) -> bytes:
        """The letter as PDF; raises NoPictureError."""
        made = await self.pdfs({document.sha256: document})
        if document.sha256 not in made:
            raise NoPictureError("LibreOffice không mở được văn bản này; hãy tải tệp Word.")
        return made[document.sha256]

    async def pdfs(self, documents: Mapping[str, Document]) -> Mapping[str, bytes]:
        """The PDF of each letter of which there can be one, by its key."""
        return await self._in_turn(partial(self._pdfs, documents))

    def _program(self) -> Path:
        """LibreOffice, looked for anew where it is no longer; raises OfficeError."""
        if self._soffice is None or not self._soffice.is_file():
            self._soffice = find_soffice(self._configured)
        return self._soffice

    async def _in_turn(self, work: Callable[[], T]) -> T:
        try:
            with anyio.fail_after(_WAIT_S):
                return await run_sync(work, limiter=self._one)
        except TimeoutError:
            raise NoPictureError("Máy chủ đang dựng các văn bản khác; hãy thử lại sau.") from None

    def _picture(self, document: Document) -> bytes:
        path = self._folder / f"{document.sha256}.png"
        if (kept := _kept(path)) is not None:
            return kept
        made = self._pdfs({document.sha256: document})
        if document.sha256 not in made:
            raise NoPictureError("LibreOffice không mở được văn bản này.")
        picture = _drawn(made[document.sha256])
        self._keep(path, picture)
        return picture

    def _pdfs(self, documents: Mapping[str, Document]) -> dict[str, bytes]:
        paths = {key: self._folder / f"{one.sha256}.pdf" for key, one in documents.items()}
        found = {key: pdf for key, path in paths.items() if (pdf := _kept(path)) is not None}
        missing = {
            key: one.content
            for key, one in documents.items()
            if key not in found and not self._was_refused(one.sha256)
        }
        if missing:
            try:
                made = convert(missing, self._program(), _PATIENCE_S)
            except OfficeError as error:
                _LOG.warning("no PDFs of letters: %s", error)
                raise NoPictureError("LibreOffice trên máy chủ không chạy được.") from None
            for key, why in made.refused.items():
                _LOG.warning("no PDF of document %s: %s", documents[key].sha256, why)
                self._refused[documents[key].sha256] = time.monotonic()
            for key, pdf in made.pdfs.items():
                self._keep(paths[key], pdf)
            found |= made.pdfs
        return {key: found[key] for key in documents if key in found}

    def _was_refused(self, sha256: str) -> bool:
        """Whether it failed a short while ago: one letter must not keep the others waiting."""
        at = self._refused.get(sha256)
        if at is not None and time.monotonic() - at > _TRY_AGAIN_S:
            del self._refused[sha256]
            return False
        return at is not None

    def _keep(self, path: Path, content: bytes) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_bytes(path, content)
        kept = sorted(
            ((one.stat(), one) for one in self._folder.glob("*.p*")),
            key=lambda pair: pair[0].st_mtime,
        )
        over = sum(stat.st_size for stat, _ in kept) - MOST_BYTES
        for stat, one in kept:
            if over <= 0 or one == path:
                break
            one.unlink(missing_ok=True)
            over -= stat.st_size


def _kept(path: Path) -> bytes | None:
    try:
        content = path.read_bytes()
        path.touch()
    except OSError:
        return None
    return content


def _drawn(pdf: bytes) -> bytes:
    """The first pages, below each other."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [_page(document[n]) for n in range(min(len(document), _MOST_PAGES))]
    finally:
        document.close()
    width = max(page.width for page in pages)
    height = sum(page.height for page in pages) + _GAP * (len(pages) - 1)
    sheet = Image.new("RGB", (width, height), "lightgray" if len(pages) > 1 else "white")
    top = 0
    for page in pages:
        sheet.paste(page, ((width - page.width) // 2, top))
        top += page.height + _GAP
    buffer = BytesIO()
    sheet.quantize(_COLOURS, Image.Quantize.FASTOCTREE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _page(page: pypdfium2.PdfPage) -> Image.Image:
    scale = min(_DPI / _POINTS, _MOST_PIXELS / max(page.get_size()))
    drawn: Image.Image = page.render(scale=scale).to_pil()
    return drawn.convert("RGB")
