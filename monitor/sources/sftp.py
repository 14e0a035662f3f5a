"""Files by sftp://; only from a machine whose host key is known."""

from pathlib import Path
from typing import Any

import paramiko
from fsspec.implementations.sftp import SFTPFileSystem  # type: ignore[import-untyped]

from monitor.intake.errors import IntakeError
from monitor.sources.addresses import Address
from monitor.sources.place import Access, Place, refused
from monitor.sources.shares import Dialect, Share

_WAITS = ("timeout", "banner_timeout", "auth_timeout", "channel_timeout")


class _Checked(SFTPFileSystem):  # type: ignore[misc]
    """Connects with the known host keys at hand; fsspec itself would trust any."""

    def _connect(self) -> None:
        known = Path(self.ssh_kwargs.pop("known_hosts"))
        address = self.ssh_kwargs.pop("address")
        self.client = paramiko.SSHClient()
        self.client.set_missing_host_key_policy(_Unknown(address, known))
        try:
            if known.exists():
                self.client.load_host_keys(str(known))
            self.client.connect(self.host, **self.ssh_kwargs)
            self.ftp = self.client.open_sftp()
        except paramiko.BadHostKeyException as error:
            self.client.close()
            raise refused(address, _changed(error, known)) from None
        except BaseException:
            self.client.close()
            raise
        channel = self.ftp.get_channel()
        if channel is not None:
            channel.settimeout(self.ssh_kwargs["timeout"])


class _Unknown(paramiko.MissingHostKeyPolicy):
    """Refuses a machine that nobody has vouched for, and says how that is done."""

    def __init__(self, address: Address, known: Path) -> None:
        self._address = address
        self._known = known

    def missing_host_key(
        self,
        client: paramiko.SSHClient,  # noqa: ARG002
        hostname: str,  # noqa: ARG002
        key: paramiko.PKey,
    ) -> None:
        """Raises IntakeError, always."""
        port = f"-p {self._address.port} " if self._address.port else ""
        raise IntakeError(
            f"{self._address}: its host key is not known. Ask who runs that machine whether "
            f"{key.get_name()} {key.fingerprint} is its key; if so: "
            f"ssh-keyscan {port}{self._address.host} >> {self._known}"
        )


def _changed(error: paramiko.BadHostKeyException, known: Path) -> str:
    return (
        f"its host key is not the one in {known}, but {error.key.get_name()} "
        f"{error.key.fingerprint}. Somebody may be posing as that machine. Ask who runs it; if the "
        "key is new, remove the old line from that file"
    )


def place(address: Address, access: Access) -> Place:
    """The files of a machine that speaks sftp; nothing is asked yet."""
    named = bool(access.password or access.key_file)

    def connect() -> SFTPFileSystem:
        options: dict[str, Any] = {
            "port": address.port or 22,
            "username": access.username or None,
            "password": access.password or None,
            "key_filename": access.key_file or None,
            "allow_agent": not named,
            "look_for_keys": not named,
        }
        options |= dict.fromkeys(_WAITS, access.timeout)
        return _Checked(
            address.host,
            known_hosts=access.known_hosts,
            address=address,
            skip_instance_cache=True,
            **options,
        )

    dialect = Dialect(
        connect=connect,
        disconnect=lambda files: files.client.close(),
        root="",
        refusals=(paramiko.AuthenticationException, paramiko.PasswordRequiredException),
        faults=(paramiko.SSHException,),
    )
    return Share(address, dialect)
