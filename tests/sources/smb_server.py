"""A Windows share for tests: Samba's own server, with a configuration and accounts of its own."""

import getpass
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PASSWORD = "mat-khau"
MISSING = "Samba's server is not installed (apt install samba)"
_STARTS_WITHIN_S = 20
_CONFIG = """[global]
server role = standalone server
smb ports = {port}
interfaces = lo
bind interfaces only = yes
disable netbios = yes
private dir = {at}
lock directory = {at}
state directory = {at}
cache directory = {at}
pid directory = {at}
ncalrpc dir = {at}/ncalrpc
passdb backend = tdbsam:{at}/accounts.tdb
log file = {at}/log
load printers = no
printcap name = /dev/null
disable spoolss = yes
map to guest = never
[bao-cao]
path = {share}
read only = yes
"""


@dataclass(frozen=True)
class SmbServer:
    """A share "bao-cao" of a folder, which the account that runs the tests may read."""

    folder: Path
    port: int
    user: str


def program(name: str) -> str | None:
    """Where a program of Samba is; a server's stand where ordinary accounts do not look."""
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


@contextmanager
def serving(folder: Path, own: Path) -> Iterator[SmbServer]:
    """The server as a process, on a free port of this machine; `own` is for what it writes."""
    (own / "ncalrpc").mkdir(parents=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    config = own / "smb.conf"
    config.write_text(_CONFIG.format(port=port, at=own, share=folder), encoding="utf-8")
    server = SmbServer(folder, port, getpass.getuser())
    accounts = [str(program("pdbedit")), "-s", str(config), "-a", "-t", "-u", server.user]
    subprocess.run(
        accounts, input=f"{PASSWORD}\n{PASSWORD}\n", text=True, check=True, capture_output=True
    )
    command = [str(program("smbd")), "-F", "--no-process-group", "-s", str(config), "-l", str(own)]
    with (own / "said").open("wb") as said:
        # It ends its whole process group with itself, which must not be that of the tests.
        process = subprocess.Popen(
            command, stdout=said, stderr=said, stdin=subprocess.DEVNULL, start_new_session=True
        )
    try:
        _wait(process, port)
        yield server
    finally:
        process.terminate()
        process.wait()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + _STARTS_WITHIN_S
    while process.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("Samba's server has not started")
