"""A mistake in config.toml is answered with its line, the key and what is valid."""

from datetime import date
from pathlib import Path

import pytest

from monitor.config import ConfigError, Settings, load_settings
from rules.deadlines import due_soon

MINIMAL = '[source]\npath = "a.xlsx"\n'
TO = "[[digest.recipients]]\n"


def load(tmp_path: Path, text: str) -> Settings:
    file = tmp_path / "config.toml"
    file.write_text(text, encoding="utf-8")
    return load_settings(file)


def refusal(tmp_path: Path, text: str) -> str:
    with pytest.raises(ConfigError) as error:
        load(tmp_path, text)
    return str(error.value)


def test_a_minimal_file_is_enough(tmp_path: Path) -> None:
    settings = load(tmp_path, MINIMAL)
    assert settings.source.path == "a.xlsx"
    assert settings.database_url == f"sqlite:///{tmp_path / 'tthc.db'}"
    assert settings.postings is None


@pytest.mark.parametrize(
    ("text", "line", "key", "near"),
    [
        (MINIMAL + 'pth = "b"\n', 3, "source.pth", "'path'"),
        (MINIMAL + "[databse]\nurl = 'x'\n", 3, "databse", "'database'"),
        (MINIMAL + "[rules.due-son]\nworking_days = 2\n", 3, "rules.due-son", "'due-soon'"),
        (MINIMAL + "[rules.due-soon]\nworking_day = 2\n", 4, "working_day", "'working_days'"),
        (MINIMAL + "[agency]\nnme = 'Sở'\n", 4, "agency.nme", "'name'"),
        (MINIMAL + "[[agency]]\nname = 'Sở'\n[[agency]]\nplce = 'x'\n", 6, "plce", "'place'"),
        ("late_by_clok = true\n" + MINIMAL, 1, "late_by_clok", "'late_by_clock'"),
    ],
)
def test_an_unknown_key_is_named_with_its_line_and_the_nearest_valid_key(
    tmp_path: Path, text: str, line: int, key: str, near: str
) -> None:
    message = refusal(tmp_path, text)
    assert f"config.toml:{line}: unknown key" in message
    assert key in message
    assert near in message


@pytest.mark.parametrize(
    ("text", "line", "parts"),
    [
        (MINIMAL + "[digest]\nday = 'thu hai'\n", 4, ("digest.day", "'monday', 'tuesday'")),
        (MINIMAL + TO + "address = 'giam-doc'\n", 4, ("address", "expected an address")),
        (MINIMAL + TO + "address = ''\n", 4, ("address", "expected an address")),
        (MINIMAL + TO + 'address = "a@b.vn"\nunit = "a\\nb"\n', 5, ("unit", "one line")),
        (MINIMAL + 2 * (TO + "address = 'a@b.vn'\n"), 3, ("digest", "a@b.vn gets the same")),
        (MINIMAL + "[calendar]\nhours = ['7h-11h']\n", 4, ("hours", "expected hours such as")),
        (MINIMAL + "[calendar]\nhours = ['08:00-12:00']\n", 4, ("hours", "expected 8 hours")),
        (MINIMAL + "[rules.due-soon]\nworking_days = 'two'\n", 4, ("working_days", "'two'")),
        (MINIMAL + "[rules.due-soon]\nworking_days = -1\n", 4, ("working_days", "0")),
        (MINIMAL + "[rules.due-soon]\nworking_days = true\n", 4, ("working_days", "whole")),
        (MINIMAL + "[source.dates]\nformats = ['dd/mm/yyyy']\n", 4, ("formats", "%d/%m/%Y")),
        (MINIMAL + "[source.dates]\nformats = ['%Q']\n", 4, ("formats", "'%Q'")),
        (MINIMAL + "[source.statuses]\n'Xong' = 11\n", 4, ("Xong", "11", "10")),
        (MINIMAL + "[source.columns]\nduedate = 'Hẹn'\n", 4, ("duedate", "due_at")),
        (MINIMAL + "[calendar]\noff = [2026-11-23, 'mai']\n", 4, ("calendar.off", "'mai'")),
        (MINIMAL + "[database]\nurl = 'mysql://x'\n", 4, ("database.url", "sqlite:///FILE")),
        (MINIMAL + "[agency]\ntimezone = 'Hanoi'\n", 4, ("timezone", "Asia/Ho_Chi_Minh")),
        (MINIMAL + "[letters]\nform = 'mau-05'\n", 4, ("letters.form", "mau-05")),
        (MINIMAL + "[rules.due-soon]\nseverity = 'bad'\n", 4, ("severity", "violation")),
    ],
)
def test_a_wrong_value_is_named_with_its_line_and_what_was_expected(
    tmp_path: Path, text: str, line: int, parts: tuple[str, ...]
) -> None:
    message = refusal(tmp_path, text)
    assert f"config.toml:{line}: " in message
    for part in parts:
        assert part in message


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    message = refusal(tmp_path, MINIMAL + "x = 1\n[database]\nurl = 'mysql://x'\n")
    assert len(message.splitlines()) == 2


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    assert "'source' is missing" in refusal(tmp_path, "[calendar]\n")


def test_a_day_can_not_be_both_off_and_worked(tmp_path: Path) -> None:
    text = MINIMAL + "[calendar]\noff = [2026-11-23]\nwork = [2026-11-23]\n"
    assert "2026-11-23 stands under both" in refusal(tmp_path, text)


def test_broken_toml_and_a_missing_file_are_told_plainly(tmp_path: Path) -> None:
    assert "line 1" in refusal(tmp_path, "[source\n")
    with pytest.raises(ConfigError, match="there is no such file"):
        load_settings(tmp_path / "none.toml")


def test_an_environment_variable_overrides_a_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TTHC_DATABASE__URL", "postgresql+psycopg://u@h/n")
    monkeypatch.setenv("TTHC_SOURCE__PATH", "other.csv")
    settings = load(tmp_path, MINIMAL)
    assert settings.database_url == "postgresql+psycopg://u@h/n"
    assert settings.source.path == "other.csv"


def test_an_underscore_stands_for_the_hyphen_that_no_shell_can_export(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TTHC_RULES__DUE_SOON__WORKING_DAYS", "9")
    settings = load(tmp_path, MINIMAL + "[rules.due-soon]\nworking_days = 5\nenabled = false\n")
    assert settings.rules.of(due_soon)["working_days"] == 9
    assert settings.rules.of(due_soon)["enabled"] is False


def test_a_wrong_environment_variable_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TTHC_DATABASE__URL", "mysql://x")
    assert "TTHC_DATABASE__URL" in refusal(tmp_path, MINIMAL)


def test_the_address_of_the_database_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("postgresql+psycopg://u:p@h/n\n", encoding="utf-8")
    settings = load(tmp_path, MINIMAL + "[database]\nurl_file = 'secret'\n")
    assert settings.database_url == "postgresql+psycopg://u:p@h/n"
    assert "url_file" in refusal(tmp_path, MINIMAL + "[database]\nurl_file = 'none'\n")


def test_an_agency_is_the_one_of_that_day(tmp_path: Path) -> None:
    settings = load(
        tmp_path,
        MINIMAL
        + "[[agency]]\nfrom = 2021-01-01\nname = 'Sở Lao động'\n"
        + "[[agency]]\nfrom = 2025-03-01\nname = 'Sở Nội vụ'\n",
    )
    assert settings.agency_on(date(2021, 9, 30)).name == "Sở Lao động"
    assert settings.agency_on(date(2025, 3, 1)).name == "Sở Nội vụ"
    assert settings.agency_on(date(2019, 1, 1)).name == "Sở Lao động"
