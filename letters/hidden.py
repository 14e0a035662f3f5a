"""Text that Word does not print, whether that is set on the spot or by a style."""

from collections.abc import Iterable, Iterator

from lxml import etree

from letters.paragraphs import text_nodes
from letters.problems import Fault, Place, Problem
from letters.styles import Styles, run_of


def hidden_text(lines: Iterable[tuple[etree._Element, Place]], styles: Styles) -> Iterator[Problem]:
    """Each paragraph, given with its place, that holds hidden words."""
    for paragraph, place in lines:
        runs = {run_of(node): None for node in text_nodes(paragraph) if node.text}
        if any(run is not None and styles.looks(run, paragraph).hidden for run in runs):
            yield Problem(
                place,
                Fault(
                    "hidden text",
                    "text that is printed: nobody reads the hidden words of a letter",
                    "select it, Home > Font > take the tick from Hidden; or delete it",
                ),
            )
