"""config.toml as it is shipped and the typed settings say the same."""

import re
import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from monitor.config import load_settings
from monitor.config.settings import Settings
from rules import RULES

ROOT = Path(__file__).parents[2]
FREE_KEYS = {
    ("source", "columns"),
    ("source", "statuses"),
    ("source", "api", "login_parameters"),
    ("source", "api", "parameters"),
    ("letters", "forms"),
    ("letters", "templates"),
    ("digest", "recipients"),
}


def uncommented() -> str:
    """The shipped file with each commented key and table made active."""
    text = (ROOT / "config.toml").read_text(encoding="utf-8")
    return re.sub(
        r'^# (?=(?:[\w-]+|"[^"]+") = |\[(?:postings|procedures|source\.api|web\.single_sign_on)\]'
        r"|\[\[digest\.recipients\]\])",
        "",
        text,
        flags=re.MULTILINE,
    )


def keys_of(model: type[BaseModel], *path: str) -> set[tuple[str, ...]]:
    """Every key of the settings, as a path; a table whose keys the office chooses ends there."""
    found: set[tuple[str, ...]] = set()
    for name, field in model.model_fields.items():
        key = (*path, field.alias or name)
        inner = list(_models(field.annotation))
        if inner and key not in FREE_KEYS:
            found |= keys_of(inner[0], *key)
        else:
            found.add(key)
    return found


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [m for a in getattr(annotation, "__args__", ()) for m in _models(a)]


def keys_in(table: dict[str, Any], *path: str) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for name, value in table.items():
        key = (*path, name)
        found |= keys_in(value, *key) if isinstance(value, dict) and key not in FREE_KEYS else {key}
    return found


def test_every_key_of_the_settings_stands_in_the_shipped_file_and_no_other() -> None:
    shown, all_keys = keys_in(tomllib.loads(uncommented())), keys_of(Settings)
    assert shown <= all_keys
    # These every rule has, so that a rule without settings of its own needs no table.
    of_every_rule = {("rules", rule.code, key) for rule in RULES for key in ("enabled", "severity")}
    assert all_keys - shown <= of_every_rule


def test_every_commented_key_shows_its_default(tmp_path: Path) -> None:
    shipped = (ROOT / "config.toml").read_text(encoding="utf-8")
    active = tmp_path / "active.toml"
    # Examples, a list of headings and two of forms, are not defaults; nor can a secret's file be.
    examples = (
        "code =",
        "mau-04-2018",
        '"Đang giải quyết"',
        '"Người có công"',
        "url_file",
        "ca_file",
        'password_file = "mail',
    )
    keep = [line for line in uncommented().splitlines() if not line.startswith(examples)]
    active.write_text("\n".join(keep), encoding="utf-8")
    plain = tmp_path / "plain.toml"
    plain.write_text(shipped, encoding="utf-8")
    explicit = load_settings(active).model_dump()
    default = load_settings(plain).model_dump()
    assert explicit["source"]["dates"].pop("timezone") == "Asia/Ho_Chi_Minh"
    assert default["source"]["dates"].pop("timezone") is None
    assert explicit["source"].pop("api")["page_size"] == 200  # a table without a default
    assert default["source"].pop("api") is None
    assert explicit.pop("postings")
    assert explicit.pop("procedures")["unit"] == "days"
    assert default.pop("postings") is default.pop("procedures") is None
    assert explicit["web"].pop("single_sign_on")["login_claim"] == "preferred_username"
    assert default["web"].pop("single_sign_on") is None
    assert explicit["digest"].pop("recipients")[0]["name"] == "Giám đốc Sở"
    assert default["digest"].pop("recipients") == []
    assert explicit == default


def test_the_examples_in_comments_are_valid(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    (tmp_path / "database-url.txt").write_text("sqlite://", encoding="utf-8")
    file.write_text(uncommented(), encoding="utf-8")
    settings = load_settings(file)
    assert settings.source.columns == {"code": ["Mã hồ sơ", "Số hồ sơ"]}
    assert settings.source.statuses == {"Đang giải quyết": 4}
