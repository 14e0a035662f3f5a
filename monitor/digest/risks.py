"""Which points of the PAR INDEX are at risk, by the figures of the year so far."""

from monitor.digest.content import Risk
from monitor.digest.known import Known, find, value
from rules.indicators import INDICATORS
from rules.par_index import CriteriaSet, Standing, conditions, short_of, standing

_ORDER = (Standing.AT_RISK, Standing.OPEN, Standing.UNKNOWN, Standing.MET)


def risks(known: Known, found: CriteriaSet | None, *, whole: bool) -> list[Risk]:
    """How each condition stands, those at risk first; none where no set of criteria is known."""
    if found is None:
        return []
    criteria = {one.number: one for one in found.criteria}
    titles = {one.code: one.title for one in INDICATORS}
    rows = []
    for one in conditions():
        figure = find(known.year_figures, one.indicator)
        rows.append(
            Risk(
                criterion=f"{one.criterion}. {criteria[one.criterion].title}",
                points=criteria[one.criterion].points,
                indicator=titles[one.indicator],
                value=value(figure),
                scored=one.scored,
                missing=short_of(one, figure) if figure else None,
                standing=standing(one, figure, whole=whole),
            )
        )
    return sorted(rows, key=lambda row: _ORDER.index(row.standing))
