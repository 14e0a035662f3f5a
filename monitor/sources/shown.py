"""Where the sources of config.toml lie, as it may be shown: no names, no passwords, no queries."""

from dataclasses import replace

from sqlalchemy.engine import make_url

from monitor.config import Settings
from monitor.intake.errors import IntakeError
from monitor.sources.addresses import Address, is_remote
from monitor.sources.api_exchange import shown


def shown_source(settings: Settings) -> str:
    """Where [source] lies; "" where its address stands in a secret file."""
    source = settings.source
    if source.type == "api" and source.api is not None:
        return shown(source.api.url)
    if source.type == "sql":
        if source.sql.url_file:
            return ""
        address = make_url(source.sql.url)
        return f"{address.get_backend_name()}://{address.host or ''}/{address.database or ''}"
    return shown_path(settings, source.path)


def shown_path(settings: Settings, path: str) -> str:
    """Where the files of a path lie, on this machine or another one."""
    if not is_remote(path):
        return str(settings.resolve(path))
    try:
        return str(replace(Address.parse(path), user=""))
    except IntakeError:
        return path.partition("://")[0] + "://"
