"""`tthc rules`: the rules, their law, their dates."""

import re
from typing import Annotated, Any

import typer

from monitor.cli.common import FormatOption, OutOption, OutputFormat, nearest, out, refuse
from monitor.cli.output import agreed, print_json, print_rows
from rules import RULES, Rule
from rules.law import Act
from rules.values import LegalValue, Value

_COLUMNS = ("code", "title", "severity", "start", "end", "settings")
_ON_A_SCREEN = ("code", "title", "severity", "start")  # more does not fit 80 columns


def rules(
    code: Annotated[str | None, typer.Argument(help="One rule, with its law.")] = None,
    form: FormatOption = None,
    file: OutOption = None,
) -> None:
    """List the rules, or show one with its acts and settings."""
    form = agreed(form, file)
    if code is None:
        columns = _ON_A_SCREEN if form is OutputFormat.TABLE else _COLUMNS
        print_rows([_row(rule) for rule in RULES], columns, form, file)
        return
    rule = next((rule for rule in RULES if rule.code == code), None)
    if rule is None:
        raise refuse(f"there is no rule {code!r}; {nearest(code, [r.code for r in RULES])}")
    if form is OutputFormat.TABLE:
        _show(rule)
    elif form is OutputFormat.JSON:
        print_json(
            {
                **_row(rule),
                "doc": rule.doc,
                "message": rule.message,
                "basis": _law(rule),
                "values": [_history(name, number) for name, number in _numbers(rule)],
            }
        )
    else:
        raise refuse("one rule is shown as table or json")


def _row(rule: Rule) -> dict[str, Any]:
    settings = ", ".join(f"{name} = {value}" for name, value in rule.settings.items())
    return {
        "code": rule.code,
        "title": rule.title,
        "severity": rule.severity.value,
        "start": rule.start,
        "end": rule.end,
        "settings": settings,
    }


def _law(rule: Rule) -> list[dict[str, Any]]:
    return [
        {
            "act": basis.act.number,
            "title": basis.act.title,
            "place": basis.place,
            "from": basis.act.start,
            "to": basis.act.end,
            "certainty": basis.act.certainty.value,
            "says": basis.says,
        }
        for basis in rule.basis
    ]


def _history(name: str, number: LegalValue) -> dict[str, Any]:
    history = [
        {"value": v.number, "from": v.start, "to": v.end, "act": v.basis.act.number}
        for v in number.history
    ]
    return {"setting": name, "meaning": number.meaning, "history": history}


def _show(rule: Rule) -> None:
    out.print(f"[bold]{rule.code}[/bold]  {rule.title}  ({rule.severity})\n")
    out.print(_flowing(rule.doc), markup=False)
    out.print("\n[bold]Law[/bold]")
    for basis in rule.basis:
        out.print(f"  {basis}: {basis.says}", markup=False)
        out.print(f"    in force {_period(basis.act)}; text {basis.act.certainty}", markup=False)
    for name, number in _numbers(rule):
        out.print(f"\n[bold]{name}[/bold] by law: {number.meaning}")
        for value in number.history:
            out.print(f"  {_period(value)}: {value.number}  ({value.basis})", markup=False)
    out.print("\n[bold]Message[/bold]")
    out.print(f"  {rule.message}", markup=False)
    out.print(f"\n[bold]Settings[/bold], config.toml \\[rules.{rule.code}]")
    for name, value in {"enabled": True, "severity": rule.severity, **rule.settings}.items():
        out.print(f"  {name} = {str(value).lower()}", markup=False)


def _flowing(doc: str) -> str:
    """Each paragraph on one line, for the terminal to break; "Hits:" and its like begin one."""
    return re.sub(r"(?<!\n)\n(?!\n|[A-Z][a-z ]+:)", " ", doc)


def _numbers(rule: Rule) -> list[tuple[str, LegalValue]]:
    """The settings of a rule whose default is the law's own number."""
    return [(name, v) for name, v in rule.settings.items() if isinstance(v, LegalValue)]


def _period(held: Act | Value) -> str:
    end = f" to {held.end:%d/%m/%Y}" if held.end else " on"
    return f"from {held.start:%d/%m/%Y}{end}"
