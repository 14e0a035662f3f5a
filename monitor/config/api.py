"""The table [source.api]: the interface of a one-stop system, and how to log in there."""

from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator


def _http_address(text: str) -> str:
    if not text:
        return text
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("expected an address that begins with https://, e.g. https://host/path")
    return text


Address = Annotated[str, AfterValidator(_http_address)]
Parameter = str | int | bool


class ApiSettings(BaseModel):
    """An interface that hands out dossiers as JSON, page by page."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    system: Literal["national", "igate"] = Field(description="whose interface it is")
    url: Annotated[Address, Field(min_length=1)] = Field(
        description="address that hands out the dossiers"
    )
    login_url: Address = Field(
        "", description="address that hands out a session (national) or a token (igate)"
    )
    username: str = Field("", description="who logs in; for igate the client id")
    password_file: str = Field(
        "", description="a file that holds the password, or the client secret"
    )
    login_parameters: dict[str, str] = Field(
        {}, description='further fields of the login, e.g. grant_type = "password"'
    )
    token_file: str = Field(
        "", description="instead of a login: a file that holds a token, or a line 'Header: value'"
    )
    service: str = Field("", description="national: the service to ask for")
    page_size: int = Field(200, ge=1, le=10_000, description="dossiers asked for at a time")
    timeout_s: float = Field(60, gt=0, description="seconds to wait for each answer")
    max_pages: int = Field(2_000, ge=1, description="more pages than this are an error")
    parameters: dict[str, Parameter] = Field(
        {},
        description="further query parameters (igate) or body fields (national); {page} and {size} "
        "in them are filled in, otherwise they are added as page and size",
    )

    @model_validator(mode="after")
    def _one_way_in(self) -> "ApiSettings":
        if self.token_file and self.login_url:
            raise ValueError("expected login_url or token_file, not both")
        if self.login_url and not (self.username and self.password_file):
            raise ValueError("login_url also needs username and password_file")
        if self.password_file and not self.login_url:
            raise ValueError("password_file also needs login_url")
        return self
