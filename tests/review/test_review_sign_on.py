"""Single sign-on against a real OpenID Connect provider."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi.testclient import TestClient
from office import Office
from oidc_provider_mock import User, run_server_in_thread
from review_site import add, visitor

from monitor.store.audit import verify


@pytest.fixture
def provider() -> Iterator[str]:
    """Address of a provider that knows leader and a stranger."""
    known = [
        User(sub="s-1", claims={"preferred_username": "leader"}),
        User(sub="s-2", claims={"preferred_username": "leader"}),
        User(sub="s-3", claims={"preferred_username": "stranger"}),
    ]
    with run_server_in_thread(user_claims=known, require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def signing_on(staffed: Office, provider: str) -> Office:
    (staffed.folder / "secret.txt").write_text("a secret\n", encoding="utf-8")
    staffed.write_config(
        '[web]\nurl = "http://127.0.0.1"\n[web.single_sign_on]\n'
        f'issuer = "{provider}"\nclient_id = "tthc"\nclient_secret_file = "secret.txt"\n'
    )
    return staffed


def sign_on(client: TestClient, sub: str, to: str = "/") -> Any:
    """To the provider, say there who one is, and back."""
    away = client.get("/single-sign-on", params={"to": to})
    assert away.status_code == 303, away.text
    asked = parse_qs(urlsplit(away.headers["location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    back = httpx.post(away.headers["location"], data={"sub": sub})
    return client.get(back.headers["location"])


def test_whoever_proves_there_who_he_is_is_logged_in_and_led_on(signing_on: Office) -> None:
    client = visitor(signing_on)
    assert "Đăng nhập bằng tài khoản của cơ quan" in client.get("/login").text
    answer = sign_on(client, "s-1", to="/password")
    assert (answer.status_code, answer.headers["location"]) == (303, "/password"), answer.text
    assert "Người leader" in client.get("/").text
    with signing_on.connection() as connection:
        assert verify(connection).tampered is None
    assert signing_on.rows("SELECT action FROM audit")[-1]["action"] == "bound"
    assert sign_on(visitor(signing_on), "s-1").status_code == 303  # bound once
    assert len(signing_on.rows("SELECT * FROM audit WHERE action = 'bound'")) == 1


def test_a_login_that_is_bound_is_not_had_by_another_of_the_same_name(signing_on: Office) -> None:
    sign_on(visitor(signing_on), "s-1")
    client = visitor(signing_on)
    answer = sign_on(client, "s-2")
    assert answer.status_code == 401
    assert "chưa có tài khoản" in answer.text
    assert client.get("/").status_code == 303


def test_whoever_has_no_open_account_stays_outside(signing_on: Office) -> None:
    assert "chưa có tài khoản" in sign_on(visitor(signing_on), "s-3").text
    add(signing_on, "stranger", "leader", unit=None)
    with signing_on.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE person SET disabled_at = '2021-09-30 09:00:00'")
    assert "chưa có tài khoản" in sign_on(visitor(signing_on), "s-3").text


def test_an_answer_that_was_not_asked_for_lets_nobody_in(signing_on: Office) -> None:
    client, other = visitor(signing_on), visitor(signing_on)
    away = client.get("/single-sign-on?to=/letters")
    back = httpx.post(away.headers["location"], data={"sub": "s-1"}).headers["location"]
    answer = other.get(back)  # no cookie of its own
    assert answer.status_code == 401
    assert "quá lâu" in answer.text
    other.get("/single-sign-on")  # a cookie of another departure
    assert other.get(back).status_code == 401
    denied = httpx.post(away.headers["location"], data={"action": "deny"}).headers["location"]
    refused = client.get(denied)
    assert refused.status_code == 401
    assert 'name="to" value="/letters"' in refused.text
    assert other.get("/").status_code == 303


def test_a_provider_that_can_not_be_reached_is_told(signing_on: Office) -> None:
    signing_on.write_config(
        '[web]\nurl = "http://127.0.0.1"\n[web.single_sign_on]\n'
        'issuer = "http://localhost:9"\nclient_id = "tthc"\nclient_secret_file = "secret.txt"\n'
    )
    answer = visitor(signing_on).get("/single-sign-on?to=/letters")
    assert answer.status_code == 401
    assert 'name="to" value="/letters"' in answer.text  # he goes on from there by password
    assert "Không liên lạc được với máy chủ đăng nhập" in answer.text


def test_without_a_provider_there_is_no_such_page(small_staffed: Office) -> None:
    client = visitor(small_staffed)
    assert client.get("/single-sign-on").status_code == 404
    assert "Đăng nhập bằng" not in client.get("/login").text
