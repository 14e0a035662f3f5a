"""Files of a Windows share by smb://server/share/folder/file."""

from contextlib import suppress

import smbclient  # type: ignore[import-untyped]
from fsspec.implementations.smb import SMBFileSystem  # type: ignore[import-untyped]
from smbprotocol.exceptions import LogonFailure, SMBAuthenticationError, SMBException  # type: ignore[import-untyped]

from monitor.sources.addresses import Address
from monitor.sources.place import Access, Place
from monitor.sources.shares import Dialect, Share

_PORT = 445


def place(address: Address, access: Access) -> Place:
    """The files of a Windows share; nothing is asked yet."""
    port = address.port or _PORT

    def connect() -> SMBFileSystem:
        return SMBFileSystem(
            address.host,
            port=port,
            # A domain stands before the name: DOMAIN;name in an address, DOMAIN\name elsewhere.
            username=access.username.replace(";", "\\") or None,
            password=access.password or None,
            timeout=access.timeout,
            register_session_retries=0,  # remote.py tries again
            share_access="r",  # others may read meanwhile; a file that is written to is refused
            skip_instance_cache=True,
        )

    def disconnect(_: SMBFileSystem) -> None:
        with suppress(OSError, SMBException):
            smbclient.delete_session(address.host, port=port)

    dialect = Dialect(
        connect=connect,
        disconnect=disconnect,
        root="",
        refusals=(LogonFailure, SMBAuthenticationError),
        faults=(SMBException, ValueError),  # ValueError: smbprotocol could not connect
    )
    return Share(address, dialect)
