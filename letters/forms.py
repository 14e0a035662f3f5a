"""The forms that are shipped, and which one is in force on a day."""

import tomllib
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

from letters.template import Template


class Form(StrEnum):
    """A shipped template; the value is the stem of its file in ``letters/templates/``."""

    MAU_04_2018 = "mau-04-2018"
    """Mẫu 04 of Thông tư 01/2018/TT-VPCP, A5."""
    MAU_04_2025 = "mau-04-2025"
    """Mẫu 04 of Thông tư 03/2025/TT-VPCP, A4."""
    CONG_VAN = "cong-van"
    """An ordinary official letter, laid out by Nghị định 30/2020/NĐ-CP, A4."""


@cache
def _mau_04() -> tuple[tuple[date, Form], ...]:
    """The versions of Mẫu 04 with the day each came into force, newest first."""
    text = (files("letters") / "data" / "forms.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)["mau_04"]
    return tuple(sorted(((row["in_force_from"], Form(row["form"])) for row in rows), reverse=True))


def form_in_force(on: date) -> Form:
    """The Mẫu 04 for a letter dated `on`; before the first form's day, the first form.

    Source: ``letters/data/forms.toml``, each row with its act.
    """
    versions = _mau_04()
    return next((form for start, form in versions if on >= start), versions[-1][1])


@cache
def builtin_template(form: Form) -> Template:
    """The shipped template of a form, compiled; the same object each time."""
    name = f"{form.value}.docx"
    return Template((files("letters") / "templates" / name).read_bytes(), name)
