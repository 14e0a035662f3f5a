"""The files of deploy/ as the programs understand them that read them; HTTPS before the pages."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx2
import pytest
from certificates import self_signed
from office import Office
from review_site import PASSWORD, add

from monitor.cli.app import app
from monitor.config import load_settings
from monitor.letterbook.files import LARGEST

ROOT = Path(__file__).parents[2]
DEPLOY, MANUAL = ROOT / "deploy", (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
UNITS = sorted(p.name for p in DEPLOY.glob("tthc-*.service"))
PROGRAMS = {"nginx": "nginx-light", "caddy": "caddy", "systemd-analyze": "systemd"}
"""What the tests need, and the package of Debian and Ubuntu that brings it."""


def program(name: str) -> str:
    """Its path; the test is skipped where it is missing."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin")
    if found is None:
        pytest.skip(f"{name} is missing: sudo apt install {PROGRAMS[name]}")
    return found


@pytest.mark.parametrize("unit", [*UNITS, "tthc-backup.timer"])
def test_systemd_understands_each_unit(unit: str, tmp_path: Path) -> None:
    for name in (*UNITS, "tthc-backup.timer"):
        text = (DEPLOY / name).read_text(encoding="utf-8")
        installed = text.replace("/opt/tthc-monitor/.venv/bin", str(Path(sys.executable).parent))
        (tmp_path / name).write_text(installed, encoding="utf-8")
    command = [program("systemd-analyze"), "--no-pager", "verify", str(tmp_path / unit)]
    said = subprocess.run(command, capture_output=True, check=False)
    assert (said.returncode, said.stdout + said.stderr) == (0, b"")


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_is_exposed_no_more_than_the_manual_says(unit: str) -> None:
    told = re.search(r"exposure at \*\*(\d\.\d) OK\*\*", MANUAL)
    assert told
    # Each version of systemd counts a little differently.
    bound = round((float(told[1]) + 0.4) * 10)
    options = ["--no-pager", "security", "--offline=true", f"--threshold={bound}"]
    command = [program("systemd-analyze"), *options, str(DEPLOY / unit)]
    said = subprocess.run(command, capture_output=True, check=False)
    assert said.returncode == 0, said.stdout.decode()


def test_units_start_commands_that_there_are() -> None:
    for unit in UNITS:
        line = re.search(r"^ExecStart=\S+/tthc (\w+)", (DEPLOY / unit).read_text("utf-8"), re.M)
        assert line
        assert line[1] in {
            one.name or getattr(one.callback, "__name__", "") for one in app().registered_commands
        }


@contextmanager
def nginx(port: int, upstream: int, folder: Path) -> Iterator[None]:
    """The nginx of Debian with the file of deploy/, on other ports and as whoever runs the test."""
    site = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    replaced = {
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{port} ssl http2;",
        "server_name tthc.so.gov.vn;": "server_name localhost;",
        "/etc/ssl/tthc/fullchain.pem": str(folder / "server.pem"),
        "/etc/ssl/tthc/privkey.pem": str(folder / "server.pem"),
        "http://127.0.0.1:8040": f"http://127.0.0.1:{upstream}",
    }
    for old, new in replaced.items():
        assert old in site
        site = site.replace(old, new)
    site = re.sub(r" *listen \[::\].*\n", "", site)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{kind}_temp_path {folder / kind};\n" for kind in kinds)
    user = "user root;\n" if os.geteuid() == 0 else ""  # else its workers can't read the folder
    (folder / "nginx.conf").write_text(
        f"{user}pid {folder / 'pid'};\nerror_log {folder / 'log'};\ndaemon off;\nevents {{}}\n"
        f"http {{\n{places}{site}}}\n",
        encoding="utf-8",
    )
    command = [program("nginx"), "-e", str(folder / "log"), "-c", str(folder / "nginx.conf")]
    checked = subprocess.run([*command, "-t"], capture_output=True, check=False)
    assert checked.returncode == 0, checked.stderr.decode()
    assert b"[warn]" not in checked.stderr
    with running(command, port):
        yield


@contextmanager
def caddy(port: int, upstream: int, folder: Path) -> Iterator[None]:
    """Caddy with the file of deploy/, with a certificate of one's own."""
    site = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    replaced = {
        "\ntthc.so.gov.vn {": f"\nhttps://localhost:{port} {{",
        "# tls /etc/ssl/tthc/fullchain.pem /etc/ssl/tthc/privkey.pem": (
            f"tls {folder / 'server.pem'} {folder / 'server.pem'}"
        ),
        "127.0.0.1:8040": f"127.0.0.1:{upstream}",
    }
    for old, new in replaced.items():
        assert old in site
        site = site.replace(old, new)
    options = "{\n\tadmin off\n\tauto_https disable_redirects\n}\n"
    (folder / "Caddyfile").write_text(options + site, encoding="utf-8")
    where = ["--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
    checked = subprocess.run(
        [program("caddy"), "validate", *where], capture_output=True, check=False
    )
    assert checked.returncode == 0, checked.stderr.decode()
    with running([program("caddy"), "run", *where], port):
        yield


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    """A server of its own process, once it answers."""
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as server:
        try:
            for _ in range(600):
                with socket.socket() as knock:
                    if knock.connect_ex(("127.0.0.1", port)) == 0:
                        break
                assert server.poll() is None, server.stderr and server.stderr.read().decode()
                time.sleep(0.1)
            yield
        finally:
            server.terminate()


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def browser(folder: Path, port: int) -> httpx2.Client:
    """Somebody who trusts the certificate and claims to come from elsewhere."""
    trust = ssl.create_default_context(cafile=folder / "server.pem")
    claims = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "http"}
    return httpx2.Client(base_url=f"https://localhost:{port}", verify=trust, headers=claims)


PROXIES = pytest.mark.parametrize("proxy", [nginx, caddy], ids=["nginx", "caddy"])


@PROXIES
def test_officers_log_in_through_https(small_office: Office, proxy: object, tmp_path: Path) -> None:
    assert callable(proxy)
    self_signed(tmp_path)
    port, upstream = free_port(), free_port()
    small_office.write_config(f'[web]\nurl = "https://localhost:{port}"\nport = {upstream}\n')
    add(small_office, "binh", "officer")
    served = [str(Path(sys.executable).with_name("tthc")), "serve"]
    config = ["--config", str(small_office.folder / "config.toml")]
    assert load_settings(small_office.folder / "config.toml").web.trusted_proxy == "127.0.0.1"
    with (
        running([*served, *config], upstream),
        proxy(port, upstream, tmp_path),
        browser(tmp_path, port) as person,
    ):
        assert person.get("/", follow_redirects=True).url.path == "/login"
        origin = {"Origin": f"https://localhost:{port}", "Sec-Fetch-Site": "same-origin"}
        into = person.post("/login", data={"login": "binh", "password": PASSWORD}, headers=origin)
        assert into.status_code == 303, into.text
        cookie = into.headers["set-cookie"].lower()
        assert "; secure" in cookie
        assert "; httponly" in cookie
        home = person.get("/", follow_redirects=True)
        assert "Người binh" in home.text
        assert str(home.url).startswith(f"https://localhost:{port}")


class _Echo(BaseHTTPRequestHandler):
    """Answers with the headers that it got, or with the size of what was sent."""

    def do_GET(self) -> None:
        said = str(self.headers).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        said = str(len(self.rfile.read(length))).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@PROXIES
def test_claims_of_a_visitor_are_thrown_away_and_a_scan_gets_through(
    proxy: object, tmp_path: Path
) -> None:
    assert callable(proxy)
    self_signed(tmp_path)
    port = free_port()
    with ThreadingHTTPServer(("127.0.0.1", 0), _Echo) as echo:
        threading.Thread(target=echo.serve_forever, daemon=True).start()
        with proxy(port, echo.server_address[1], tmp_path), browser(tmp_path, port) as person:
            said = person.get("/").text.lower()
            assert person.post("/", content=b"x" * LARGEST).text == str(LARGEST)
        echo.shutdown()
    assert re.findall(r"x-forwarded-for: (.*)", said) == ["127.0.0.1"]
    assert re.findall(r"x-forwarded-proto: (.*)", said) == ["https"]
