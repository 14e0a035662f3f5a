"""Vietnamese encodings from before Unicode: TCVN3 (ABC) and VNI Windows → Unicode."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_TABLES = {"TCVN3 (ABC)": "tcvn3.toml", "VNI": "vni.toml"}


@dataclass(frozen=True, slots=True)
class Legacy:
    """One such encoding: the characters that its bytes show as in Windows-1252 → letters."""

    name: str
    letters: dict[str, str]
    pattern: re.Pattern[str]

    def convert(self, text: str) -> str:
        """The text in Unicode; plain ASCII stays as it is."""
        return text if text.isascii() else self.pattern.sub(lambda m: self.letters[m[0]], text)


@cache
def legacy_encodings() -> tuple[Legacy, ...]:
    """The encodings that are known."""
    return tuple(_load(name, file) for name, file in _TABLES.items())


def _load(name: str, file: str) -> Legacy:
    text = files("monitor.intake.data").joinpath(file).read_text(encoding="utf-8")
    letters: dict[str, str] = tomllib.loads(text)
    longest_first = sorted(letters, key=len, reverse=True)
    return Legacy(name, letters, re.compile("|".join(map(re.escape, longest_first))))
