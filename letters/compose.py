"""From a dossier and an agency to the text of each placeholder; what is unknown becomes dots."""

from datetime import date

from letters.addressing import address_of
from letters.balance import NO_BREAK_SPACE
from letters.case import Agency, Case
from letters.datewords import date_words, moment_words

SHORT, LINE, REASON = "……", "………………………………", "…………………………………………………………"
"""Blanks that an officer fills in: a word, a name, the better part of a line."""

_DEPUTY = "phó "
_UNDER_THE_HEADS_TITLE = ("TL", "TUQ")


def letter_fields(
    case: Case,
    agency: Agency,
    *,
    reason: str | None = None,
    fault: str | None = None,
    new_due_on: date | None = None,
    number: str | None = None,
    issued_on: date | None = None,
    applicant_id: str | None = None,
) -> dict[str, str]:
    """Every field of `letters.fields.FIELDS` for one letter, as the words that are printed.

    What is None (or blank) becomes a dotted blank: a draft shows what is still to be filled in.
    `number` is the bare number ("5" is printed "05") or, with a slash, the whole of number and
    symbol ("125/SLĐTBXH-VP"). `applicant_id` is the applicant's personal or business number, which
    the form of 2025 asks for.
    """
    name = _or(case.applicant, LINE)
    address = address_of(name, case.applicant_kind)
    authority, title = _signer(agency.signer_power.strip(), agency.signer_title.strip())
    return {
        "parent": agency.parent,
        "agency": agency.name,
        "place": _or(agency.place, LINE),
        "slip_number": _number(number, "PXL"),
        "letter_number": _number(number, _symbol(agency.abbreviation)),
        "issued_on": date_words(issued_on),
        "recipient": f"{address.title} {name}".strip(),
        "addressee": address.addressee,
        "applicant_id": _or(applicant_id, LINE),
        "code": case.code,
        "procedure": _procedure(case),
        "received_on": date_words(case.received_at),
        "due": moment_words(case.due_at),
        "completed_on": date_words(case.completed_at),
        "lateness": _lateness(case.working_days_late),
        "reason": _clause(reason, REASON),
        "fault": _clause(fault, LINE),
        "new_due_on": date_words(new_due_on),
        "signer_authority": authority,
        "signer_title": _or(title, LINE),
        "signer_name": _or(agency.signer_name, LINE),
        "kept_by": "VT" if (unit := _or(case.unit, "")) == "" else f"VT, {unit}",
    }


def _given(text: str | None) -> bool:
    return bool(text and text.strip())


def _or(text: str | None, blank: str) -> str:
    return text.strip() if text and text.strip() else blank


def _clause(text: str | None, blank: str) -> str:
    """A clause to be set in a sentence: the officer's own full stop would make two of them."""
    return _or(text and text.strip().rstrip(".;, "), blank)


def _number(number: str | None, symbol: str) -> str:
    """Numbers below 10 take a zero, no spaces round the slash (Nghị định 30/2020/NĐ-CP)."""
    given = _or(number, SHORT)
    if "/" in given:
        return given
    return f"{given.zfill(2) if given.isdecimal() else given}/{symbol}"


def _symbol(abbreviation: str) -> str:
    """A công văn's symbol: agency, dash, drafting division; the division is blank if not there."""
    given = _or(abbreviation, SHORT)
    return given if "-" in given else f"{given}-{SHORT}"


def _procedure(case: Case) -> str:
    name = _or(case.procedure_name, LINE)
    if not _given(case.procedure_code):
        return name
    return f"{name} (mã thủ tục: {_or(case.procedure_code, SHORT)})"


def _lateness(working_days: int) -> str:
    """A dossier due on Friday and finished on Saturday is late by no working day."""
    if working_days <= 0:
        return "chậm so với thời hạn"
    return f"chậm {working_days:02}{NO_BREAK_SPACE}ngày làm việc so với thời hạn"


def _signer(power: str, title: str) -> tuple[str, str]:
    """The line of authority and the title under it, by Nghị định 30/2020/NĐ-CP.

    A deputy signs "KT. GIÁM ĐỐC" over "PHÓ GIÁM ĐỐC", whichever of the two titles is configured.
    Who signs by order or by delegation does so under the head's title: with a bare "TL." it is
    not known, and a blank. Another bare power, as "Q.", stands before the title.
    """
    power_word, _, head = power.partition(" ")
    short = power_word.rstrip(".").upper()
    if short == "KT" and title:
        own = _without_deputy(title)
        return f"KT. {head.strip() or own}", f"{'PHÓ' if title.isupper() else 'Phó'} {own}"
    if not head and short in _UNDER_THE_HEADS_TITLE:
        return f"{short}. {LINE}", title
    return (power, title) if head or not power else ("", f"{power} {title}")


def _without_deputy(title: str) -> str:
    """ "Giám đốc" of "Phó Giám đốc" and of "Giám đốc", in small letters and in capitals."""
    head = title[len(_DEPUTY) :] if title.lower().startswith(_DEPUTY) else title
    return head[:1].upper() + head[1:]
