"""The words of the letter book are complete: every code has its sentence, every reason fits."""

import re
import unicodedata
from pathlib import Path
from string import Formatter

import pytest

import monitor.letterbook
import monitor.review
from letters import FIELDS, Unfit
from monitor.letterbook.kinds import Channel, Fault
from monitor.letterbook.reasons import Reason, clause, known_reason, reasons
from monitor.letterbook.refusals import FlagCode, StepError
from monitor.letterbook.sentences import sentences
from monitor.letterbook.texts import LONGEST, needed, typed
from monitor.store.models import LetterState

FOLDERS = [Path(file).parent for file in (monitor.letterbook.__file__, monitor.review.__file__)]
FILES = [file for folder in FOLDERS for file in folder.rglob("*.py")]
SOURCES = "".join(file.read_text(encoding="utf-8") for file in FILES)
ALL = [(group, key, text) for group, texts in sentences().items() for key, text in texts.items()]


@pytest.mark.parametrize(
    ("group", "codes"),
    [
        ("states", LetterState),
        ("faults", Fault),
        ("channels", Channel),
        ("flags", FlagCode),
        ("unfit", Unfit),
    ],
)
def test_every_code_has_its_words_and_no_word_is_left_over(
    group: str, codes: type[LetterState]
) -> None:
    assert set(sentences()[group]) == {code.value for code in codes}


def test_every_refusal_has_its_sentence_and_is_used() -> None:
    raised = set(re.findall(r'(?:StepError|TakenError|__init__)\(\s*"([a-z-]+)"', SOURCES))
    assert raised == set(sentences()["refusals"])


def test_every_action_that_is_logged_can_be_told() -> None:
    steps = ("complete", "approve", "issue", "send", "withdraw", "excuse", "again", "attach")
    for action in (*steps, "email", "email-failed", "email-stopped"):
        assert action in sentences()["actions"]
        assert f'"{action}"' in SOURCES


@pytest.mark.parametrize(("group", "key", "text"), ALL, ids=lambda value: str(value)[:20])
def test_a_sentence_is_vietnamese_and_its_names_are_plain(group: str, key: str, text: str) -> None:
    assert unicodedata.is_normalized("NFC", text)
    assert all(name.isidentifier() for _, name, _, _ in Formatter().parse(text) if name is not None)
    if group in ("refusals", "flags"):
        assert text.endswith((".", "{error}"))


@pytest.mark.parametrize("reason", reasons().values(), ids=lambda reason: reason.code)
def test_a_reason_fits_into_the_sentence_of_the_letter(reason: Reason) -> None:
    assert re.fullmatch(r"[a-z-]{3,40}", reason.code)
    assert reason.title[0].isupper()
    if reason.wording:
        assert reason.wording[0].islower()
        assert not reason.wording.endswith((".", ";", ","))
        assert len(reason.wording) < LONGEST / 2


def test_there_are_reasons_of_every_fault() -> None:
    assert len(reasons()) >= 15
    assert {reason.fault for reason in reasons().values()} == set(Fault)


def test_a_clause_joins_the_reason_and_the_officers_words() -> None:
    assert clause(known_reason("so-suat"), "").startswith("sơ suất")
    assert clause(known_reason("khac"), "mất hồ sơ gốc") == "mất hồ sơ gốc"
    assert clause(known_reason("trinh-ky"), "lãnh đạo đi công tác").endswith(
        "; lãnh đạo đi công tác"
    )
    with pytest.raises(StepError, match="các mã: lay-y-kien"):
        known_reason("khong-co")


def test_what_officers_type_is_made_plain_or_refused_with_its_place() -> None:
    assert typed("reason", "  Le\u0302\n\tThị  Bình ") == "Lê Thị Bình"
    assert typed("reason", "x" * LONGEST) == "x" * LONGEST
    for bad in ("ab\x00", "ab\x1b[31m", "ab\ud800", "ab\ufffe"):
        with pytest.raises(StepError, match="ở vị trí 3"):
            typed("reason", bad)
    with pytest.raises(StepError, match="Phải ghi người thực hiện"):
        needed("by", " \n")


def test_the_fields_of_a_letter_are_those_that_steps_fill_in() -> None:
    assert {"slip_number", "letter_number", "issued_on", "reason", "fault", "new_due_on"} <= set(
        FIELDS
    )
