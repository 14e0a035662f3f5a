"""One request and its answer: timeouts, repetitions, redirects, the size of answers."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any, Self
from urllib.parse import quote

import httpx
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_exponential,
)

from monitor.intake.errors import IntakeError
from monitor.intake.formats.limits import FILE_BYTES

ATTEMPTS = 5
LARGEST_ANSWER = 256 * 1024 * 1024
LONGEST_PAUSE_S = 600
_TOO_MANY, _UNAUTHORISED, _SERVER_FAULT = 429, 401, 500
_MOST_REDIRECTS = 3
_SHOWN, _SEARCHED = 200, 100_000
_pauses = wait_exponential(multiplier=1, max=60)


@dataclass(frozen=True, slots=True)
class Request:
    """What to ask: `body` goes as JSON, `form` as a form, `query` behind the address."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None
    form: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `unauthorised` is the status 401, anything else is a success."""

    content: bytes
    unauthorised: bool


class Secrets:
    """Texts that no message may show."""

    def __init__(self) -> None:
        self._texts: set[str] = set()

    def add(self, text: str) -> None:
        """Hide this text from now on, also as JSON and as an address write it."""
        self._texts |= {text, json.dumps(text)[1:-1], quote(text, safe="")}

    def excerpt(self, content: bytes) -> str:
        """The first 200 characters of an answer, in one line, without secrets."""
        text = content[:_SEARCHED].decode("utf-8", "replace")
        for secret in sorted(self._texts - {""}, key=len, reverse=True):
            text = text.replace(secret, "***")
        text = " ".join(text.split())
        return text[:_SHOWN] + ("…" if len(text) > _SHOWN else "")


class _PassingError(Exception):
    """What may be gone in a moment; pause: seconds that the server asks to wait."""

    def __init__(self, what: str, pause: float | None = None) -> None:
        super().__init__(what)
        self.pause = pause


class Exchange:
    """A client that stays at the hosts it was given. TLS certificates are always verified."""

    def __init__(
        self,
        addresses: Iterable[str],
        timeout_s: float,
        secrets: Secrets,
        sleep: Callable[[float], None],
    ) -> None:
        self._origins = {_origin(httpx.URL(address)) for address in addresses}
        self._timeout_s = timeout_s
        self._secrets = secrets
        self._received = 0
        self._client = httpx.Client(
            timeout=timeout_s,
            follow_redirects=True,
            max_redirects=_MOST_REDIRECTS,
            headers={"Accept": "application/json", "User-Agent": "tthc-monitor"},
            event_hooks={"request": [self._stay]},
        )
        self._retrying = Retrying(
            sleep=sleep,
            stop=stop_after_attempt(ATTEMPTS),
            wait=_pause,
            retry=retry_if_exception_type(_PassingError),
            reraise=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def ask(self, request: Request) -> Answer:
        """The answer; connection faults, 429 and 5xx are waited out, up to five attempts.

        Raises IntakeError that names the address, without its query, and what came instead.
        """
        where = shown(request.url)
        try:
            return self._retrying(self._once, request, where)
        except _PassingError as fault:
            raise IntakeError(f"{where}: {fault}; tried {ATTEMPTS} times") from None
        except httpx.TooManyRedirects:
            raise IntakeError(f"{where}: redirects more than {_MOST_REDIRECTS} times") from None

    def _once(self, request: Request, where: str) -> Answer:
        try:
            with self._client.stream(
                request.method,
                httpx.URL(request.url).copy_merge_params(request.query),
                headers=request.headers,
                json=request.body,
                data=request.form,
            ) as response:
                content = self._limited(response, where)
        except httpx.TooManyRedirects:
            raise
        except httpx.TimeoutException:
            raise _PassingError(f"no answer within {self._timeout_s:g} s") from None
        except httpx.RequestError as error:
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                raise IntakeError(
                    f"{where}: the certificate can't be trusted: {error}; a private authority "
                    "can be named in the environment variable SSL_CERT_FILE"
                ) from None
            raise _PassingError(f"the connection failed: {error}") from None
        return self._judged(response, content, where)

    def _limited(self, response: httpx.Response, where: str) -> bytes:
        """The body; no more is taken in than one answer, and all of them, may hold."""
        parts = bytearray()
        for part in response.iter_bytes():
            parts += part
            self._received += len(part)
            if len(parts) > LARGEST_ANSWER:
                raise IntakeError(
                    f"{where}: the answer is larger than {LARGEST_ANSWER:,} bytes; "
                    "ask for less at a time with page_size"
                )
            if self._received > FILE_BYTES:
                raise IntakeError(
                    f"{where}: the answers together are larger than {FILE_BYTES:,} bytes; "
                    "ask for a shorter period"
                )
        return bytes(parts)

    def _judged(self, response: httpx.Response, content: bytes, where: str) -> Answer:
        status = response.status_code
        says = f"answers {status} {response.reason_phrase}".rstrip()
        if text := self._secrets.excerpt(content):
            says += f": {text!r}"
        if status == _TOO_MANY or status >= _SERVER_FAULT:
            raise _PassingError(says, _asked_pause(response, where))
        if not response.is_success and status != _UNAUTHORISED:
            raise IntakeError(f"{where}: {says}")
        return Answer(content, unauthorised=status == _UNAUTHORISED)

    def _stay(self, request: httpx.Request) -> None:
        if _origin(request.url) not in self._origins:
            scheme, host, _ = _origin(request.url)
            known = ", ".join(sorted({host for _, host, _ in self._origins}))
            raise IntakeError(
                f"{known}: leads on to another place, {scheme}://{host}; refused. If that is the "
                "right one, write it into config.toml"
            )


def shown(url: str) -> str:
    """An address for messages: without query and without names and passwords."""
    return str(httpx.URL(url).copy_with(userinfo=b"", query=None, fragment=None))


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port  # httpx leaves out the port that the scheme implies


def _pause(state: RetryCallState) -> float:
    fault = state.outcome.exception() if state.outcome else None
    asked = fault.pause if isinstance(fault, _PassingError) else None
    return _pauses(state) if asked is None else asked


def _asked_pause(response: httpx.Response, where: str) -> float | None:
    """Retry-After in seconds; a moment counts from the Date of the same answer."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        seconds = float(text)
    else:
        try:
            until = parsedate_to_datetime(text)
            seconds = (until - parsedate_to_datetime(response.headers["Date"])).total_seconds()
        except (ValueError, TypeError, KeyError):
            return None
    if seconds > LONGEST_PAUSE_S:
        raise IntakeError(f"{where}: asks to wait {seconds:,.0f} s; run again after that")
    return max(seconds, 0.0)
