"""Entity declarations in markup, which can make a small file fill the memory, are refused."""

from monitor.intake.errors import IntakeError

_SIGN = "<!ENTITY"
_SIGNS = tuple(_SIGN.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_OVERLAP = max(map(len, _SIGNS)) - 1


class EntityWatch:
    """Looks for declarations while a part passes by in pieces."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._tail = b""

    def feed(self, piece: bytes) -> None:
        """Raise IntakeError where the part declares an entity; no real export does."""
        text = self._tail + piece
        if any(sign in text for sign in _SIGNS):
            raise IntakeError(
                f"{self._place}: declares XML entities, as no real export does; export it again"
            )
        self._tail = text[-_OVERLAP:]
