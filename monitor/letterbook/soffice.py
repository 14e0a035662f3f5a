"""One call of LibreOffice: found, shut in, and ended with all it started when it falls silent."""

import os
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

_GLANCE_S = 0.1
_LAST_WORDS = 200  # characters of what LibreOffice said
_DATA = files("monitor.letterbook.data")
_WHERE_TO_GET = (
    "install LibreOffice Writer, on Debian: "
    "apt-get install libreoffice-writer-nogui fonts-liberation2"
)


class OfficeError(Exception):
    """LibreOffice is not there or does not work at all."""


def find_soffice(configured: Path | None) -> Path:
    """The program: the one of config.toml, else on the PATH or where it is usually installed.

    Raises OfficeError.
    """
    if configured is not None:
        if configured.is_file():
            return configured
        raise OfficeError(f"config.toml, [letters] soffice: there is no file {configured}")
    known = tomllib.loads(_DATA.joinpath("soffice.toml").read_text(encoding="utf-8"))
    for command in known["commands"]:
        if found := shutil.which(command):
            return Path(found)
    for place in map(Path, known["files"]):
        if place.is_absolute():
            for path in Path(place.anchor).glob(str(place.relative_to(place.anchor))):
                return path
    raise OfficeError(
        f"LibreOffice was not found: {_WHERE_TO_GET}, or name the program in config.toml, "
        "[letters] soffice"
    )


def pdfs_from(soffice: Path, folder: Path, names: Sequence[str], patience_s: float) -> str | None:
    """Make a PDF beside each of these .docx files of a folder; what went wrong, if anything did.

    A file that can't be opened as .docx is passed over without a word. patience_s: so long
    LibreOffice may take for a single letter; then it is killed with its children. The profile lies
    in the folder, so that calls at the same time do not meet.
    """
    profile = folder / "profile"
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_bytes(_DATA.joinpath("profile.xcu").read_bytes())
    options = [
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--infilter=MS Word 2007 XML",
        "--convert-to",
        "pdf",
    ]
    log = folder / "log"
    with log.open("wb") as said:
        try:
            process = subprocess.Popen(  # noqa: S603
                [str(soffice), *options, *names],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except OSError as error:
            raise OfficeError(f"{soffice} can't be started: {error}") from error
        try:
            code = _watch(process, folder, patience_s)
        except BaseException:
            _end(process)
            raise
    if code is None:
        return f"LibreOffice did nothing for {patience_s:g} s and was ended"
    if code:
        words = log.read_text(encoding="utf-8", errors="replace").strip()[-_LAST_WORDS:]
        return f"LibreOffice ended with code {code}: {words}"
    return None


def _watch(process: subprocess.Popen[bytes], folder: Path, patience_s: float) -> int | None:
    """The exit code; None if no PDF appeared for too long and the process had to be ended."""
    made, since = 0, time.monotonic()
    while time.monotonic() - since < patience_s:
        try:
            return process.wait(_GLANCE_S)
        except subprocess.TimeoutExpired:
            now = sum(1 for _ in folder.glob("*.pdf"))
            if now != made:
                made, since = now, time.monotonic()
    _end(process)
    return None


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process with everything it has started."""
    if sys.platform == "win32":
        subprocess.run(  # noqa: S603
            ["taskkill", "/F", "/T", "/PID", str(process.pid)],  # noqa: S607
            capture_output=True,
            check=False,
        )
    elif process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
