"""Whether a template says all that Mẫu 04 says, and nothing untrue, in each of the three wordings.

Source: the forms annexed to Thông tư 01/2018/TT-VPCP and Thông tư 03/2025/TT-VPCP; reason and new
date: Nghị định 61/2018/NĐ-CP, Điều 19 khoản 9.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from importlib.resources import files
from itertools import pairwise
from typing import Any

from letters.case import Wording
from letters.fields import FIELDS
from letters.forms import Form
from letters.problems import Fault, Place, Problem, Severity
from letters.reading import Line, Reading

_SENTENCE = 40
"""Characters: what is shorter, or in capitals, is a heading."""
_FORM_TITLES = (
    (re.compile(r"hẹn lại ngày trả kết quả"), Form.MAU_04_2018),
    (re.compile(r"đề nghị gia hạn"), Form.MAU_04_2025),
    (re.compile(r"^v/v"), Form.CONG_VAN),
)


@cache
def _rows() -> dict[str, list[dict[str, Any]]]:
    text = (files("letters") / "data" / "contents.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def required_in(field: str) -> list[tuple[Form, Wording]]:
    """The forms and wordings whose letter can't go without the field."""
    return [
        (form, wording)
        for row in _rows()["field"]
        if row["name"] == field and row["severity"] == Severity.ERROR
        for form in Form
        for wording in Wording
        if _holds(row, form, wording)
    ]


def recognised_form(reading: Reading) -> Form | None:
    """Which form a template is, by its title or its V/v line; None where neither says it."""
    lines = [_plain(line).lower() for line in reading.parts[0].lines]
    joined = [*lines, *(f"{a} {b}" for a, b in pairwise(lines))]
    for pattern, form in _FORM_TITLES:
        for line in joined:
            if pattern.search(line) and (form is Form.CONG_VAN or line.startswith("phiếu")):
                return form
    return None


def missing_contents(reading: Reading, form: Form | None) -> Iterator[Problem]:
    """Each field and phrase that is missing or untrue, with the wordings that it concerns.

    form: None checks what all forms share.
    """
    kept = {
        wording: [
            line for part in reading.parts for line in part.lines if line.is_kept_for(wording)
        ]
        for wording in Wording
    }
    printed = {w: {f.name for line in kept[w] for f in line.scan.fields} for w in Wording}
    for row in _rows()["field"]:
        name = row["name"]
        lacking = [w for w in Wording if _holds(row, form, w) and name not in printed[w]]
        if lacking:
            yield _missing(name, lacking, Severity(row["severity"]))
    for row in _rows()["words"]:
        lacking = [w for w in Wording if not _says(_sentences(kept[w]), row["any_of"])]
        if lacking:
            yield _unsaid(row, lacking)
    for row in _rows()["forbidden"]:
        yield from _blanks(row["name"], kept, [Wording(w) for w in row["wordings"]])
    for row in _rows()["untrue"]:
        yield from _untruths(row, kept, [Wording(w) for w in row["wordings"]])


def _holds(row: dict[str, Any], form: Form | None, wording: Wording) -> bool:
    right_form = form in row["forms"] if "forms" in row else True
    return right_form and wording in row.get("wordings", list(Wording))


def _plain(line: Line) -> str:
    text = line.place.text[line.scan.marks_end :]
    return " ".join(text.split())


def _sentences(lines: Iterable[Line]) -> list[str]:
    texts = [_plain(line) for line in lines]
    return [
        text.lower()
        for text in texts
        if len(text) > _SENTENCE and not text.isupper() and not text.lower().startswith("v/v")
    ]


def _says(sentences: list[str], any_of: list[str]) -> bool:
    return any(words in sentence for sentence in sentences for words in any_of)


def _in(wordings: list[Wording]) -> str:
    if len(wordings) == len(Wording):
        return ""
    return f" in the wording {' and '.join(map(repr, map(str, wordings)))}"


def _missing(name: str, lacking: list[Wording], severity: Severity) -> Problem:
    field = FIELDS[name]
    return Problem(
        Place(),
        Fault(
            f"the field {name!r} ({field.meaning}) is missing{_in(lacking)}",
            "every part of the form in each wording",
            f"write {{{{ {name} }}}} where the letter prints it, e.g. {field.example!r}",
            severity,
        ),
    )


def _unsaid(row: dict[str, Any], lacking: list[Wording]) -> Problem:
    words = " or ".join(f"“{words}”" for words in row["any_of"])
    return Problem(
        Place(),
        Fault(
            f"{row['meaning']} is missing{_in(lacking)}",
            f"a sentence with {words}",
            "add the sentence; the shipped templates show one",
            Severity(row["severity"]),
        ),
    )


def _blanks(
    name: str, kept: dict[Wording, list[Line]], wordings: list[Wording]
) -> Iterator[Problem]:
    for place, found in _where(kept, wordings, lambda line: name in _names(line)).items():
        fault = Fault(
            f"the field {name!r} would be an empty blank{_in(found)}",
            "the paragraph only where the field is known",
            f"begin the paragraph with {_marks(found)}",
        )
        yield Problem(place, fault)


def _untruths(
    row: dict[str, Any], kept: dict[Wording, list[Line]], wordings: list[Wording]
) -> Iterator[Problem]:
    for words in row["any_of"]:
        holders = _where(kept, wordings, partial(_has_words, words))
        for place, found in holders.items():
            fault = Fault(
                f"“{words}” is untrue{_in(found)}: {row['why']}",
                "a statement that is true in each wording that prints it",
                f"begin the paragraph with {_marks(found)}",
            )
            yield Problem(place, fault)


def _where(
    kept: dict[Wording, list[Line]], wordings: list[Wording], holds: Callable[[Line], bool]
) -> dict[Place, list[Wording]]:
    found: dict[Place, list[Wording]] = {}
    for wording in wordings:
        for line in kept[wording]:
            if holds(line):
                found.setdefault(line.place, []).append(wording)
    return found


def _has_words(words: str, line: Line) -> bool:
    return words in _plain(line).lower()


def _names(line: Line) -> set[str]:
    return {field.name for field in line.scan.fields}


def _marks(wrong: list[Wording]) -> str:
    return "".join(f"{{{{ only_{w} }}}}" for w in Wording if w not in wrong)
