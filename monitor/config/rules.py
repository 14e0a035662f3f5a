"""The tables [rules.<code>] of config.toml, made from the rules themselves."""

from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    create_model,
    model_validator,
)

from rules import RULES
from rules.rule import Rule, Severity
from rules.values import LegalValue


class _RuleTable(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _no_truth(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("expected a whole number")
    return value


_Count = Annotated[int, BeforeValidator(_no_truth), Field(ge=0)]
BY_LAW: Literal["by law"] = "by law"
# The law's own number, of the day of reception, or a number for all dossiers.
LawOrCount = Literal["by law"] | _Count


def _setting(default: Any) -> tuple[Any, Any]:
    """Type and default of a rule's own setting; a number is a count and never negative."""
    if isinstance(default, LegalValue):
        return LawOrCount, BY_LAW
    return (_Count if type(default) is int else type(default)), default


def _table_of(rule: Rule) -> type[_RuleTable]:
    own: dict[str, Any] = {name: _setting(default) for name, default in rule.settings.items()}
    return create_model(
        f"Rule {rule.code}",
        __base__=_RuleTable,
        enabled=(bool, Field(True, description="false: the rule is not judged")),
        severity=(Severity, Field(rule.severity, description="how much a finding weighs")),
        **own,
    )


class _Rules(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _names_of_the_environment(cls, tables: Any) -> Any:
        """No shell can export a name with a hyphen: there due_soon stands for due-soon."""
        if not isinstance(tables, dict):
            return tables
        merged = {code: table for code, table in tables.items() if code not in _codes}
        for name, code in _codes.items():
            if isinstance(tables.get(name), dict):
                merged[code] = {**merged.get(code, {}), **tables[name]}
        return merged

    def of(self, rule: Rule) -> dict[str, Any]:
        """Everything that is set for a rule: enabled, severity and its own settings."""
        table: BaseModel = getattr(self, _attribute(rule))
        return table.model_dump()

    def own(self, rule: Rule) -> dict[str, Any]:
        """The rule's own settings alone, as its condition takes them, without those by law."""
        return {
            name: value
            for name, value in self.of(rule).items()
            if name in rule.settings and value != BY_LAW
        }


def _attribute(rule: Rule) -> str:
    return rule.code.replace("-", "_")


def _field_of(rule: Rule) -> tuple[type[_RuleTable], Any]:
    table = _table_of(rule)
    return table, Field(default_factory=table, alias=rule.code)


_codes = {_attribute(rule): rule.code for rule in RULES}
_fields: dict[str, Any] = {_attribute(rule): _field_of(rule) for rule in RULES}


class RulesSettings(create_model("_RulesTables", __base__=_Rules, **_fields)):  # type: ignore[misc]
    """One table a rule; a key that is not set keeps the rule's default."""
