"""Formulas that no program has calculated yet: readers give an empty cell for them."""

import re

from monitor.intake.errors import IntakeError

# Excel writes the value beside the formula; a text formula that gives nothing says t="str".
_UNCALCULATED = re.compile(
    rb"<c (?![^>]*\bt=\"(?:str|s|b|e|inlineStr)\")(?:[^>]*\s)?r=\"([A-Z]+[0-9]+)\"[^>]*>\s*"
    rb"<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
_LONGEST = 65_536  # bytes of one cell with its formula


class FormulaWatch:
    """Looks through the part of a sheet while it passes by in pieces."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._tail = b""

    def feed(self, piece: bytes) -> None:
        """Take the next piece; raises IntakeError for a formula without its value."""
        text = self._tail + piece
        if b"<f" in text and (found := _UNCALCULATED.search(text)):
            raise IntakeError(
                f"{self._place}: cell {found[1].decode()} is a formula that was never calculated, "
                "so that its value is missing; open the file in Excel or LibreOffice, save it and "
                "try again"
            )
        begin = text.rfind(b"<c ")
        self._tail = text[begin:][-_LONGEST:] if begin >= 0 else b""
