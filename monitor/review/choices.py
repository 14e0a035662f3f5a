"""Choices of a form that are many: written once, then only the chosen one is marked."""

from collections.abc import Iterable

from markupsafe import Markup, escape


class Choices:
    """Values and their words, as options of a select."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._written = [
            (value, f'<option value="{escape(value)}"', f">{escape(words)}</option>\n")
            for value, words in pairs
        ]

    def marked(self, chosen: str | None) -> Markup:
        """The options, one of them chosen."""
        return Markup(  # noqa: S704 - escaped above
            "".join(
                f"{start} selected{end}" if value == chosen else start + end
                for value, start, end in self._written
            )
        )
