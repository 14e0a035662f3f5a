"""The socket on which the review pages are served."""

import socket
from contextlib import closing
from pathlib import Path

import pytest

from monitor.config import ConfigError, Settings, load_settings
from monitor.review.server import listening


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    path = tmp_path / "config.toml"
    path.write_text(
        '[agency]\nname = "Sở Nội vụ"\nparent = "UBND tỉnh Nam Sơn"\nplace = "Nam Sơn"\n'
        f'signer_title = "Giám đốc"\n[source]\npath = "export.xlsx"\n[web]\nport = {port}\n',
        encoding="utf-8",
    )
    return load_settings(path)


def test_the_end_of_a_page_does_not_wait_for_word_of_its_beginning(settings: Settings) -> None:
    with closing(listening(settings)) as place:
        browser = socket.create_connection(place.getsockname())
        connection, _ = place.accept()
        with closing(browser), closing(connection):
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_place_that_is_taken_is_told(settings: Settings) -> None:
    with closing(listening(settings)), pytest.raises(ConfigError, match="another tthc at work"):
        listening(settings)
