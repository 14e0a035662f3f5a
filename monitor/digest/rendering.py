"""The templates of the digest: the page and the text say the same."""

from functools import cache

from jinja2 import Environment

from monitor.digest.content import Digest
from monitor.digest.shown import change, percent, trend_words, with_unit
from monitor.digest.words import say
from monitor.jinja import templates
from rules.par_index import Standing

MOST_PROCEDURES, MOST_UNITS = 12, 40  # Gmail cuts what is longer than 102 KB


def render(template: str, digest: Digest, beside: str, picture: str = "") -> str:
    """A template filled in. beside: what is said of the list of dossiers. picture: of the trend."""
    return (
        _templates()
        .get_template(template)
        .render(
            digest=digest,
            beside=beside,
            picture=picture,
            trend=trend_words(digest) if digest.trend else "",
            at_risk=[one for one in digest.risks if one.standing is Standing.AT_RISK],
            most_procedures=MOST_PROCEDURES,
            most_units=MOST_UNITS,
        )
    )


@cache
def _templates() -> Environment:
    environment = templates("monitor.digest")
    environment.filters |= {"percent": percent, "change": change}
    environment.globals |= {"with_unit": with_unit, "say": say}
    return environment
