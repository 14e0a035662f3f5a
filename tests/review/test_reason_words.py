"""Why a row was not read: each sentence of the intake has Vietnamese words, none is left over."""

import ast
import tomllib
from importlib.resources import files
from pathlib import Path
from string import Formatter

import pytest

import monitor.intake
from monitor.intake.reasons import Reason
from monitor.review.admin.run_words import row_reason

WORDS = tomllib.loads(
    files("monitor.review.data").joinpath("runs.toml").read_text(encoding="utf-8")
)["reasons"]


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_each_reason_has_its_words_and_no_words_are_left_over() -> None:
    assert {reason.code for reason in Reason} == set(WORDS)


@pytest.mark.parametrize("reason", Reason, ids=lambda one: one.code)
def test_a_reason_is_told_in_vietnamese_with_what_stood_in_its_places(reason: Reason) -> None:
    values = {name: f"{number}7" for number, name in enumerate(places(reason.value), start=1)}
    said, expected = row_reason(reason.say(**values))
    words = WORDS[reason.code]
    assert not said.is_foreign
    assert (said.words, expected) == tuple(
        words[name].format(**values) for name in ("words", "expected")
    )


@pytest.mark.parametrize("reason", Reason, ids=lambda one: one.code)
def test_the_intake_gives_each_reason(reason: Reason) -> None:
    folder = Path(monitor.intake.__file__).parent
    named = {
        node.attr
        for file in folder.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "Reason"
    }
    assert reason.name in named
