"""Every rule of the catalogue is complete: its words, its law, its settings."""

import importlib
import inspect
import pkgutil
import re
import unicodedata
from string import Formatter
from typing import Any

import narwhals as nw
import pytest
from rules_frame import on_arrow

import rules
from rules import RULES, Facts, Rule, rule
from rules.facts import FACTS
from rules.judge import judge
from rules.law import Certainty, cite
from rules.rule import REASONS, Needs, reasons
from rules.values import LegalValue

EACH_RULE = pytest.mark.parametrize("one", RULES, ids=lambda one: one.code)
READ_FROM = {
    Needs.POSTINGS: {"posted_at"},
    Needs.CATALOGUE: {"legal_term", "legal_unit", "legal_due", "legal_due_on", "online_level"},
    Needs.RESULT_FILES: {"result_file"},
}
# What a rule looks at where it is there, and can do without.
WELCOME = {"no-deadline": {Needs.CATALOGUE}}
MODULES = [
    importlib.import_module(found.name)
    for found in pkgutil.walk_packages(rules.__path__, prefix="rules.")
]


def rules_of_the_modules() -> list[Rule]:
    found = (value for module in MODULES for value in vars(module).values())
    return [value for value in found if isinstance(value, Rule)]


def test_no_two_rules_have_the_same_code() -> None:
    assert len({one.code for one in RULES}) == len(RULES) > 0


@EACH_RULE
def test_a_code_is_in_kebab_case_and_says_the_name_of_its_function(one: Rule) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", one.code)
    assert one.code.replace("-", "_") == one.condition.__name__


@EACH_RULE
def test_title_and_message_are_vietnamese(one: Rule) -> None:
    for text in (one.title, one.message):
        assert unicodedata.is_normalized("NFC", text)
        assert text == text.strip() != ""
        assert re.search("[ăâđêôơưĂÂĐÊÔƠƯàáảãạấầếềệịốộợụứừạọờ]", text)
    assert not one.title.endswith(".")
    assert one.message.endswith(".")


@EACH_RULE
def test_a_rule_says_what_it_hits_and_what_it_does_not(one: Rule) -> None:
    first, hits, does_not = (one.doc.find(s) for s in ("\n\n", "\nHits: ", "\nDoes not hit: "))
    assert 0 < first < hits < does_not


@EACH_RULE
def test_a_message_names_only_facts(one: Rule) -> None:
    named = {name for _, name, _, _ in Formatter().parse(one.message) if name is not None}
    assert named - {REASONS} <= {fact.name for fact in FACTS}
    assert (REASONS in named) == bool(reasons(one, Facts(), {}))


@EACH_RULE
def test_each_setting_is_a_keyword_with_a_type_a_default_and_a_line_in_the_docs(
    one: Rule,
) -> None:
    facts, *settings = inspect.signature(one.condition).parameters.values()
    assert facts.annotation is Facts
    assert set(one.settings) == {setting.name for setting in settings}
    for setting in settings:
        assert setting.kind is inspect.Parameter.KEYWORD_ONLY
        assert setting.annotation in {int, str, bool, float, int | LegalValue}
        assert isinstance(setting.default, setting.annotation)
        assert setting.annotation is int or type(setting.default) is not int
        assert one.settings[setting.name] == setting.default
        assert f"`{setting.name}`" in one.doc


@EACH_RULE
def test_a_rule_rests_on_acts_the_oldest_first(one: Rule) -> None:
    starts = [basis.act.start for basis in one.basis]
    assert starts == sorted(starts) != []
    assert len({basis.act.number for basis in one.basis}) == len(one.basis)
    assert all(basis.says for basis in one.basis)


@EACH_RULE
def test_the_dates_of_a_rule_and_of_its_acts_do_not_run_backwards(one: Rule) -> None:
    for basis in one.basis:
        assert basis.act.end is None or basis.act.start <= basis.act.end
    assert one.end is None or one.start <= one.end


@EACH_RULE
def test_an_article_is_cited_only_from_an_official_text(one: Rule) -> None:
    for basis in one.basis:
        assert basis.act.certainty is Certainty.OFFICIAL or not basis.place
        assert str(basis).endswith(basis.act.title)


@EACH_RULE
def test_a_condition_is_a_boolean_that_is_never_null(one: Rule) -> None:
    facts = on_arrow([{"code": "A"}], one.start)
    judgement = judge(facts, [one], {})
    assert judgement.failed == {}
    assert judgement.hits.schema == {"code": nw.String, one.code: nw.Boolean}


@EACH_RULE
def test_a_listed_rule_is_from_a_module_of_the_package(one: Rule) -> None:
    module = inspect.getmodule(one.condition)
    assert module in MODULES
    assert one in vars(module).values()


def test_every_rule_of_a_module_is_listed() -> None:
    assert {one.code for one in rules_of_the_modules()} == {one.code for one in RULES}


class NotedFacts(Facts):
    """Facts that note which of them a condition reads."""

    def __init__(self) -> None:
        self.read: set[str] = set()
        super().__init__()

    def __getattribute__(self, name: str) -> Any:
        if name != "read":
            self.read.add(name)
        return super().__getattribute__(name)


@EACH_RULE
def test_a_rule_says_which_source_it_needs_that_an_office_may_not_have(one: Rule) -> None:
    facts = NotedFacts()
    one.condition(facts)
    read = {need for need, names in READ_FROM.items() if names & facts.read}
    assert one.needs == read - WELCOME.get(one.code, set())


def test_an_unknown_severity_is_refused() -> None:
    with pytest.raises(ValueError, match="'fatal'"):
        rule(
            code="some-rule",
            title="Quy tắc",
            message="Quy tắc.",
            severity="fatal",
            basis=[cite("766/QĐ-TTg", "", "nhóm chỉ số")],
        )(lambda f: f.is_open)


def test_each_fact_has_a_vietnamese_term_and_a_meaning_and_stands_once() -> None:
    assert all(fact.term and fact.meaning for fact in FACTS)
    assert len({fact.name for fact in FACTS}) == len(FACTS)
    assert len({fact.term for fact in FACTS}) == len(FACTS)
