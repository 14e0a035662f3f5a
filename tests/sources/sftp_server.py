"""An SFTP server for tests: a folder of this machine, behind a password or a key."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import paramiko
from paramiko.common import AUTH_FAILED, AUTH_SUCCESSFUL, OPEN_SUCCEEDED


@dataclass
class SftpServer:
    """A folder, who may read it, and which files were opened."""

    folder: Path
    user: str = "mot-cua"
    password: str = "mat-khau"
    client_key: paramiko.PKey | None = None
    host_key: paramiko.PKey = field(default_factory=paramiko.ECDSAKey.generate)
    opened: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def known_host(self) -> str:
        """Its line in known_hosts."""
        key = self.host_key
        return f"[127.0.0.1]:{self.port} {key.get_name()} {key.get_base64()}\n"


class _Login(paramiko.ServerInterface):
    def __init__(self, office: SftpServer) -> None:
        self.office = office

    def get_allowed_auths(self, username: str) -> str:  # noqa: ARG002
        return "publickey,password"

    def check_auth_password(self, username: str, password: str) -> int:
        return self._answer((username, password) == (self.office.user, self.office.password))

    def check_auth_publickey(self, username: str, key: paramiko.PKey) -> int:
        return self._answer(username == self.office.user and key == self.office.client_key)

    def check_channel_request(self, kind: str, chanid: int) -> int:  # noqa: ARG002
        return OPEN_SUCCEEDED

    def _answer(self, right: bool) -> int:
        return AUTH_SUCCESSFUL if right else AUTH_FAILED


class _Folder(paramiko.SFTPServerInterface):
    def __init__(self, server: paramiko.ServerInterface, office: SftpServer) -> None:
        super().__init__(server)
        self.office = office

    def _at(self, path: str) -> Path:
        return self.office.folder / self.canonicalize(path).lstrip("/")

    def list_folder(self, path: str) -> list[paramiko.SFTPAttributes] | int:
        try:
            files = sorted(self._at(path).iterdir())
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno or 0)
        return [paramiko.SFTPAttributes.from_stat(file.stat(), file.name) for file in files]

    def stat(self, path: str) -> paramiko.SFTPAttributes | int:
        try:
            return paramiko.SFTPAttributes.from_stat(self._at(path).stat())
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno or 0)

    lstat = stat

    def open(
        self,
        path: str,
        flags: int,
        attr: paramiko.SFTPAttributes,  # noqa: ARG002
    ) -> paramiko.SFTPHandle | int:
        self.office.opened.append(Path(path).name)
        try:
            stream = self._at(path).open("rb")
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno or 0)
        handle = paramiko.SFTPHandle(flags)
        handle.filename = str(self._at(path))  # type: ignore[attr-defined]
        handle.readfile = stream  # type: ignore[attr-defined]
        return handle


@contextmanager
def serving(office: SftpServer) -> Iterator[SftpServer]:
    """The server in a thread, on a free port of this machine."""
    listener = socket.create_server(("127.0.0.1", 0))
    office.port = listener.getsockname()[1]
    transports: list[paramiko.Transport] = []

    def accept() -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                transport = paramiko.Transport(client)
                transports.append(transport)
                transport.add_server_key(office.host_key)
                transport.set_subsystem_handler("sftp", paramiko.SFTPServer, _Folder, office)
                with suppress(paramiko.SSHException, EOFError):
                    transport.start_server(server=_Login(office))

    thread = Thread(target=accept)
    thread.start()
    try:
        yield office
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()
        for transport in transports:
            transport.close()


def touch(file: Path, seconds: float) -> None:
    """Date a file so many seconds since 1970."""
    os.utime(file, (seconds, seconds))
