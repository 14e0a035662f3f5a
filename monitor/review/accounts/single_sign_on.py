"""Single sign-on by OpenID Connect: to the provider, and back with proof of who somebody is."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import OAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from sqlalchemy import Engine, update

from monitor.config.web import SingleSignOnSettings
from monitor.review.accounts.people import PERSON, find_person, person_of_subject
from monitor.store.account_models import Person
from monitor.store.audit import Entry, append, deciding

_TIMEOUT_S = 10
_SIGNATURES = ["RS256", "PS256", "ES256"]
_DISCOVERY = "/.well-known/openid-configuration"


class SignOnError(Exception):
    """Nobody was logged in; the message is Vietnamese. The cause is for the log."""


@dataclass(frozen=True, slots=True)
class Departure:
    """Somebody on his way to the provider: its address, and what he must come back with."""

    address: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Provider:
    """The office's identity provider. secret_file: absolute. back: where it leads back to."""

    settings: SingleSignOnSettings
    secret_file: Path
    back: str

    def depart(self) -> Departure:
        """Send somebody there. Raises SignOnError where it can't be reached."""
        nonce, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
        try:
            with self._client() as client:
                found = self._discovered(client)
                address, state = client.create_authorization_url(
                    found["authorization_endpoint"], nonce=nonce, code_verifier=verifier
                )
        except (httpx2.HTTPError, KeyError, ValueError, OSError) as error:
            raise _unreachable() from error
        return Departure(address, state, nonce, verifier)

    def arrive(self, address: str, departure: Departure) -> Mapping[str, Any]:
        """The proven claims about whoever has come back to this address. Raises SignOnError."""
        try:
            with self._client(departure.state) as client:
                found = self._discovered(client)
                tokens = client.fetch_token(
                    found["token_endpoint"],
                    authorization_response=address,
                    code_verifier=departure.verifier,
                )
                keys = client.request("GET", found["jwks_uri"], withhold_token=True).json()
                more = client.get(found["userinfo_endpoint"]).json()
        except (httpx2.HTTPError, KeyError, ValueError, OSError) as error:
            raise _unreachable() from error
        except AuthlibBaseError as error:
            raise SignOnError("Máy chủ đăng nhập không chấp nhận. Hãy thử lại.") from error
        try:
            claims = self._proven(tokens["id_token"], KeySet.import_key_set(keys), departure.nonce)
        except (JoseError, KeyError, ValueError) as error:
            raise SignOnError("Chứng thực của máy chủ đăng nhập không hợp lệ.") from error
        # What is told beside the token counts only of the same person.
        return {**more, **claims} if more.get("sub") == claims["sub"] else claims

    def _proven(self, token: str, keys: KeySet, nonce: str) -> Mapping[str, Any]:
        """The claims of an ID token, if its signature and they are right."""
        decoded = jwt.decode(token, keys, algorithms=_SIGNATURES)
        expected = jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": self.settings.issuer},
            aud={"essential": True, "value": self.settings.client_id},
            exp={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        expected.validate(decoded.claims)
        return decoded.claims

    def _client(self, state: str | None = None) -> OAuth2Client:
        return OAuth2Client(
            self.settings.client_id,
            self.secret_file.read_text(encoding="utf-8").strip(),
            scope="openid profile",
            redirect_uri=self.back,
            state=state,
            code_challenge_method="S256",
            timeout=_TIMEOUT_S,
        )

    def _discovered(self, client: OAuth2Client) -> dict[str, Any]:
        answer = client.request("GET", self.settings.issuer + _DISCOVERY, withhold_token=True)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        if str(found["issuer"]).rstrip("/") != self.settings.issuer:
            raise ValueError(f"the provider calls itself {found['issuer']}")
        return found


def known_person(
    engine: Engine, claims: Mapping[str, Any], login_claim: str, now: datetime
) -> Person:
    """The account of whoever has come; bound to him when he comes for the first time.

    Afterwards his subject at the provider decides, not a login that somebody else may inherit.
    Raises SignOnError where there is no open account for him.
    """
    subject = f"{claims['iss']} {claims['sub']}"
    login = str(claims.get(login_claim, ""))
    with deciding(engine) as connection:
        person = person_of_subject(connection, subject)
        if person is None:
            person = find_person(connection, login)
            if person is not None and person.subject is None:
                values = {"subject": subject, "must_change": False}
                connection.execute(update(Person).where(Person.id == person.id).values(**values))
                detail = {"subject": subject}
                append(connection, Entry(now, person.login, "bound", PERSON, person.login, detail))
            elif person is not None:
                person = None  # bound to somebody else
    if person is None or person.disabled_at is not None:
        raise SignOnError("Bạn chưa có tài khoản ở đây. Hãy hỏi người quản trị.")
    return person


def _unreachable() -> SignOnError:
    return SignOnError("Không liên lạc được với máy chủ đăng nhập. Hãy thử lại sau.")
