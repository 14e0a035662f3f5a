"""Answers that a browser saves as a file and does not show."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from fastapi import Response
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def saved(content: bytes, name: str, media_type: str) -> Response:
    """The file under its name, which may have any letters."""
    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})


def saved_sheet(name: str, write: Callable[[Path], None]) -> Response:
    """A workbook that is written to a file of its own, and gone once it is sent."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx", delete=False) as kept:
        file = Path(kept.name)
    try:
        write(file)
    except BaseException:
        file.unlink()
        raise
    return FileResponse(
        file, media_type=_XLSX, filename=name, background=BackgroundTask(file.unlink)
    )
