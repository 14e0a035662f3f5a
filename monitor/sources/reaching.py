"""How the machine of an address is reached: with which library, with whose credentials."""

from importlib import import_module
from pathlib import Path

from monitor.config import Settings
from monitor.intake.errors import IntakeError
from monitor.sources.addresses import Address, is_remote
from monitor.sources.place import Access, Place, refused

_SPEAKING = {
    "http": "monitor.sources.web",
    "https": "monitor.sources.web",
    "sftp": "monitor.sources.sftp",
    "smb": "monitor.sources.smb",
    "s3": "monitor.sources.s3",
}


def reach(settings: Settings, address: Address) -> Place:
    """The machine of an address; nothing is asked of it yet.

    Raises IntakeError when a secret can't be read, or a package that speaks to it is missing.
    """
    try:
        module = import_module(_SPEAKING[address.scheme])
    except ModuleNotFoundError as error:
        missing = f"the package {error.name} is missing: install tthc-monitor[remote]"
        raise refused(address, missing) from None
    place: Place = module.place(address, access_to(settings, address))
    return place


def access_to(settings: Settings, address: Address) -> Access:
    """What [source.remote] says, for the host of [source] path; nobody else gets its secrets.

    A name and a password in the address itself, which may come from the environment, win.
    """
    own = settings.source.remote
    known_hosts = str(settings.resolve(Path(own.known_hosts).expanduser()))
    if not (is_remote(settings.source.path) and _serves(settings, address)):
        return Access(
            username=address.user,
            password=address.password,
            known_hosts=known_hosts,
            timeout=own.timeout_s,
        )
    lines = (line.partition(":") for line in own.headers)
    return Access(
        username=address.user or own.username,
        password=address.password or _secret(settings, "password_file"),
        key_file=str(settings.resolve(Path(own.key_file).expanduser())) if own.key_file else "",
        known_hosts=known_hosts,
        token=_secret(settings, "token_file"),
        headers=tuple((name.strip(), value.strip()) for name, _, value in lines),
        endpoint_url=own.endpoint_url,
        region=own.region,
        timeout=own.timeout_s,
    )


def _serves(settings: Settings, address: Address) -> bool:
    return Address.parse(settings.source.path).server == address.server


def _secret(settings: Settings, key: str) -> str:
    """The content of a file that a key of [source.remote] names; "" where it names none."""
    name: str = getattr(settings.source.remote, key)
    if not name:
        return ""
    try:
        return settings.resolve(Path(name).expanduser()).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise IntakeError(f"[source.remote] {key}: {error}") from None
