"""A source that config.toml describes by halves is refused with the key that is missing."""

from pathlib import Path

import pytest

from monitor.config import ConfigError, load_settings


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[source]\n", "source.path"),
        ("[source]\ntype = 'sql'\n[source.sql]\nurl = 'sqlite:///a.db'\n", "source.sql.query"),
        ("[source]\ntype = 'sql'\n[source.sql]\nquery = 'SELECT 1'\n", "source.sql.url"),
    ],
)
def test_what_a_source_needs_must_be_set(tmp_path: Path, text: str, key: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=f"key '{key}' is missing; it must be set"):
        load_settings(file)


def test_a_header_without_a_colon_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("[source]\npath = 'a'\n[source.remote]\nheaders = ['X-Key']\n", "utf-8")
    with pytest.raises(ConfigError, match="expected NAME: VALUE"):
        load_settings(file)
