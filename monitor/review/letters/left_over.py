"""What was typed for a step that can't be taken any more, in the words of its form."""

from collections.abc import Iterator, Mapping
from datetime import date

from monitor.letterbook.kinds import Fault
from monitor.letterbook.reasons import reasons
from monitor.letterbook.sentences import say, sentences
from monitor.review.letters.forms import OWN_DATE
from monitor.vietnamese import day


def left_over(typed: Mapping[str, str], unit: str | None) -> Iterator[tuple[str, str]]:
    """Title and text of each field that was filled in. unit: the division of the dossier."""
    titles = sentences()["names"]
    for name, text in typed.items():
        if text and name in titles and text != OWN_DATE:  # its day has a field
            yield titles[name].capitalize(), _told(name, text, unit)


def _told(name: str, text: str, unit: str | None) -> str:
    if name == "reason_code" and text in reasons():
        return reasons()[text].title
    if name == "fault" and text in list(Fault):
        return say("faults", text, unit=unit or "đơn vị xử lý")
    if name == "channel":
        return str(sentences()["channels"].get(text, text))
    return _day(text) if name == "new_date" else text


def _day(text: str) -> str:
    """A proposed day as it stands beside its choice; what no page of ours sends, as it came."""
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text
