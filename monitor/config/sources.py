"""The tables [source.remote] and [source.sql] of config.toml: how a source is reached."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

_HEADER = "expected NAME: VALUE, e.g. Accept: text/csv"


def _header(line: str) -> str:
    name, colon, value = line.partition(":")
    if not (colon and name.strip() and value.strip()) or "\n" in line:
        raise ValueError(_HEADER)
    return line


class RemoteSettings(BaseModel):
    """Who asks for files on another machine, and how long it waits.

    Secrets stand in files of their own, never in config.toml; all of them go to the host of
    [source] path alone.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    username: str = Field("", description="who logs in; the access key on S3")
    password_file: str = Field("", description="a file that holds the password or secret key")
    key_file: str = Field("", description="private key for sftp")
    known_hosts: str = Field("~/.ssh/known_hosts", description="host keys that sftp trusts")
    token_file: str = Field("", description="a file that holds a bearer token for http(s)")
    headers: list[Annotated[str, AfterValidator(_header)]] = Field(
        [], description="further lines of an http(s) request"
    )
    endpoint_url: str = Field("", description="an S3 server other than Amazon's")
    region: str = Field("", description="region of an S3 bucket")
    timeout_s: float = Field(30, gt=0, description="longest silence of the other machine")


class SqlSettings(BaseModel):
    """A database that is asked for the dossiers; it is only ever read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str = Field("", description="SQLAlchemy address of the database")
    url_file: str = Field("", description="a file that holds the address instead")
    query: str = Field("", description="one SELECT; its column names are the headings")
