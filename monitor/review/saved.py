"""Answers that a browser saves as a file and does not show."""

from urllib.parse import quote

from fastapi import Response


def saved(content: bytes, name: str, media_type: str) -> Response:
    """The file under its name, which may have any letters."""
    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})
