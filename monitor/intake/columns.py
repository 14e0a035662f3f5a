"""The canonical columns that an export can fill, taken from the vocabulary of the rules."""

from rules.columns import Fact, Kind, Origin
from rules.facts import FACTS

# Letters issued before the monitor came may stand in the export, so it can fill these too.
_ALSO = ("apology_issued_at", "reappointments", "new_due_on")

CANONICAL: dict[str, Fact] = {
    fact.name: fact for fact in FACTS if fact.origin is Origin.EXPORT or fact.name in _ALSO
}
MOMENTS: tuple[str, ...] = tuple(
    name for name, fact in CANONICAL.items() if fact.kind in (Kind.MOMENT, Kind.DATE)
)
# Codes and counts besides the status: what they say and we do not know is kept beside them.
NUMBERS: tuple[str, ...] = tuple(
    name for name, fact in CANONICAL.items() if fact.kind is Kind.INTEGER and name != "status"
)
# A heading that is recognised and dropped: the running number of a row says nothing of a dossier.
ORDINAL = "ordinal"
