"""The text of a PDF's pages, as a process of its own: `python -m monitor.intake.lists.pdf_pages`.

Arguments: the file, seconds of processor time, bytes of memory, bytes of text, number of pages. It
writes a line of JSON a page, {"text", "has_picture"}, or one {"error"} and what is wrong. A file
that was made to do harm can do it to this process alone.
"""

import json
import logging
import sys
from collections.abc import Iterator

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, PyPdfError

PROTECTED = "is protected by a password; save it again without one"
DAMAGED = "is a damaged PDF; save it again, or give the list as .xlsx or .docx"
TOO_LARGE = "is larger than any real list; give the list as .xlsx or .csv"


def limit(seconds: int, memory: int) -> None:
    """Let the system stop this process where it takes more; Windows has no such limits."""
    try:
        import resource  # noqa: PLC0415
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def pages(file: str, text_bytes: int, most_pages: int) -> Iterator[dict[str, object]]:
    """The pages, or what is wrong."""
    try:
        reader = PdfReader(file)
        if reader.is_encrypted and not reader.decrypt(""):
            yield {"error": PROTECTED}
            return
        if len(reader.pages) > most_pages:
            yield {"error": TOO_LARGE}
            return
        for page in reader.pages:
            text = page.extract_text()
            text_bytes -= len(text.encode("utf-8", "replace"))
            if text_bytes < 0:
                yield {"error": TOO_LARGE}
                return
            yield {"text": text, "has_picture": not text.strip() and _has_picture(page)}
    except DependencyError:
        yield {"error": PROTECTED}
    except MemoryError:
        yield {"error": TOO_LARGE}
    except (PyPdfError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        yield {"error": DAMAGED}


def _has_picture(page: PageObject) -> bool:
    resources = page.get("/Resources")
    drawn = resources.get_object().get("/XObject") if resources else None
    return bool(drawn and len(drawn.get_object()))


if __name__ == "__main__":
    logging.disable()
    limit(int(sys.argv[2]), int(sys.argv[3]))
    for one in pages(sys.argv[1], int(sys.argv[4]), int(sys.argv[5])):
        sys.stdout.write(json.dumps(one) + "\n")
