"""Whether an SQL text is one statement that only reads."""

import re

from monitor.intake.errors import IntakeError

# What is quoted or commented says nothing about the statement.
_ASIDE = re.compile(
    r"""
    ' (?:[^']|'')* ' | " (?:[^"]|"")* " | ` [^`]* ` | \[ [^\]]* \] | (\$\w*\$) .*? \1
    | --[^\n]* | /\* .*? \*/
    """,
    re.DOTALL | re.VERBOSE,
)
_READS = re.compile(r"(?:select|with)\b", re.IGNORECASE)
_CHANGES = re.compile(
    r"\b(?:insert|update|delete|merge|into|drop|alter|create|truncate|grant|revoke|call|exec"
    r"|execute|lock|attach|pragma)\b",
    re.IGNORECASE,
)


def check_reads_only(query: str) -> str:
    """The statement without the semicolon at its end.

    Raises IntakeError for anything but one SELECT, or WITH … SELECT. This is the first fence; the
    transaction is read-only besides, where the database knows such.
    """
    plain = _ASIDE.sub(" ", query).strip()
    statement = plain.rstrip("; \n\t\r")
    if not _READS.match(statement):
        raise IntakeError("[source.sql] query: expected one SELECT")
    if ";" in statement:
        raise IntakeError("[source.sql] query: expected one statement, found several")
    if change := _CHANGES.search(statement):
        raise IntakeError(
            f"[source.sql] query: expected a SELECT that only reads, found {change[0]!r}; "
            "put a column of that name in quotes"
        )
    return query.strip().rstrip("; \n\t\r")
