"""Files of a web server, asked for by http(s): only what has changed is sent again."""

import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import httpx
from lxml import html

from monitor.intake.formats.limits import FILE_BYTES, FOLDER_PAGE_BYTES, MB
from monitor.sources.addresses import Address
from monitor.sources.place import Access, Fetched, Found, Place, UnreachableError, refused
from monitor.sources.settling import Look

_LOGIN = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
_BUSY = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}
# What a server says of a version, and how one asks for a newer one.
_VERSIONS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}


class Web:
    """The files of a web server, by a client whose certificates are always checked."""

    def __init__(self, address: Address, access: Access) -> None:
        self._address = address
        self._access = access
        self._open: httpx.Client | None = None

    def listed(self) -> list[Found]:
        """The one file, unasked; or the links of the folder's page that match."""
        address = self._address
        pattern = address.pattern
        if pattern is None:
            return [Found(self._url(address.path) + address.query, str(address), Look("", None))]
        with self._answer(self._url(address.folder), {}) as answer:
            page = b"".join(self._limited(answer, FOLDER_PAGE_BYTES))
        names = {name for name in self._links(page) if pattern.fullmatch(unquote(name))}
        return [
            Found(self._url(address.folder + name), address.child(unquote(name)), Look("", None))
            for name in sorted(names)
        ]

    def fetch(self, found: Found, held: str, target: Path) -> Fetched | None:
        """Write a file, unless the server says that it has not changed."""
        versions = json.loads(held) if held else {}
        asked = {_VERSIONS[name]: value for name, value in versions.items()}
        with self._answer(found.name, asked) as answer:
            if answer.status_code == HTTPStatus.NOT_MODIFIED:
                if not held:
                    raise refused(self._address, "is said to be unchanged, but was never sent")
                return None
            with target.open("wb") as file:
                for chunk in self._limited(answer, FILE_BYTES):
                    file.write(chunk)
            told = {name: answer.headers[name] for name in _VERSIONS if name in answer.headers}
            return Fetched(_name(answer, found), json.dumps(told))

    def close(self) -> None:
        """Hang up."""
        if self._open is not None:
            self._open.close()
            self._open = None

    @contextmanager
    def _answer(self, url: str, headers: dict[str, str]) -> Iterator[httpx.Response]:
        """A good answer, or 304; its body is read within.

        Raises UnreachableError and IntakeError, also for what goes wrong with the body.
        """
        try:
            with self._client().stream("GET", url, headers=headers) as answer:
                self._check(answer)
                yield answer
        except httpx.TransportError as error:
            raise UnreachableError(str(error) or type(error).__name__) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise refused(self._address, "can't be fetched", error) from None

    def _client(self) -> httpx.Client:
        if self._open is None:
            own = self._access
            headers = dict(own.headers)
            if own.token:
                headers["Authorization"] = f"Bearer {own.token}"
            self._open = httpx.Client(
                auth=(own.username, own.password) if own.username else None,
                headers=headers,
                timeout=own.timeout,
                verify=ssl.create_default_context(),
                follow_redirects=True,
                event_hooks={"request": [self._stay]},
            )
        return self._open

    def _stay(self, request: httpx.Request) -> None:
        """Follow no redirection that would hand the credentials to somebody else."""
        url, address = request.url, self._address
        if url.host != address.host.strip("[]").lower() or (
            address.scheme == "https" and url.scheme != "https"
        ):
            there = f"{url.scheme}://{url.host}{url.path}"
            raise refused(address, f"leads to {there}; if that is right, write it in config.toml")

    def _check(self, answer: httpx.Response) -> None:
        code = answer.status_code
        said = f"the server answers {code} {answer.reason_phrase}"
        if code in _BUSY or code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise UnreachableError(said)
        if code in _LOGIN:
            hint = "check token_file, headers, username and password_file of [source.remote]"
            raise refused(self._address, f"{said}; {hint}")
        if code in _GONE:
            raise refused(self._address, f"there is no such file: {said}")
        if code not in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED):
            raise refused(self._address, said)

    def _limited(self, answer: httpx.Response, most: int) -> Iterator[bytes]:
        """The body, unpacked; no more is asked for than one file may hold."""
        told = answer.headers.get("Content-Length", "")
        size = 0
        if not told.isdigit() or int(told) <= most:
            for chunk in answer.iter_bytes():
                size += len(chunk)
                if size > most:
                    break
                yield chunk
            else:
                return
        raise refused(
            self._address, f"sends more than the {most // MB} MB that are read; is it the export?"
        )

    def _url(self, path: str) -> str:
        port = f":{self._address.port}" if self._address.port else ""
        return f"{self._address.scheme}://{self._address.host}{port}{path}"

    def _links(self, page: bytes) -> Iterator[str]:
        """The names, as they stand in addresses, of what a page of a folder links to within it."""
        folder = urlsplit(self._url(self._address.folder))
        if page.strip():
            for link in html.document_fromstring(page).iter("a"):
                parts = urlsplit(urljoin(folder.geturl(), link.get("href", "")))
                name = parts.path.removeprefix(folder.path)
                if parts.netloc == folder.netloc and parts.path != name and "/" not in name:
                    yield name


def _name(answer: httpx.Response, found: Found) -> str:
    """What the server calls the file, or the end of its address."""
    header = Message()
    header["Content-Disposition"] = answer.headers.get("Content-Disposition", "inline")
    return header.get_filename() or unquote(urlsplit(found.name).path)


def place(address: Address, access: Access) -> Place:
    """The files of a web server; nothing is asked yet."""
    return Web(address, access)
