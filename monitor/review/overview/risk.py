"""PAR INDEX: which criteria can lose points by the figures of the year, as an internal estimate."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from monitor.review.overview.told import Told, told
from monitor.vietnamese import number
from rules.indicators import INDICATORS, Figure, Span
from rules.law import Certainty
from rules.par_index import (
    Condition,
    CriteriaSet,
    Criterion,
    Standing,
    conditions,
    criteria_of,
    short_of,
    standing,
)

SURE = {
    Certainty.OFFICIAL: "theo văn bản chính thức",
    Certainty.SECONDARY: "theo tài liệu dẫn lại, chưa đối chiếu văn bản gốc",
    Certainty.UNSEEN: "theo cách chấm thường gặp, chưa đối chiếu văn bản",
}
_WORDS = {
    Standing.MET: ("Đạt", "good"),
    Standing.AT_RISK: ("Có nguy cơ mất điểm", "bad"),
    Standing.OPEN: ("Chưa kết luận được", "warn"),
    Standing.UNKNOWN: ("Chưa biết", ""),
}


@dataclass(frozen=True, slots=True)
class Risk:
    """A condition of a criterion, and how it stands.

    look: class of the tag. short: how many dossiers are missing to what is wanted. figure: of the
    year; None where this office has none.
    """

    title: str
    figure: Told | None
    wanted: str
    words: str
    look: str
    short: str
    certainty: str
    at_risk: bool


@dataclass(frozen=True, slots=True)
class AtStake:
    """A criterion and its conditions."""

    criterion: Criterion
    risks: tuple[Risk, ...]

    @property
    def at_risk(self) -> int:
        """How many conditions are not met, whatever becomes of the unknown dossiers."""
        return sum(one.at_risk for one in self.risks)


@dataclass(frozen=True, slots=True)
class ParIndex:
    """What is at stake in a year. others: points of the criteria that no indicator bears on."""

    criteria: CriteriaSet
    at_stake: tuple[AtStake, ...]
    others: Decimal
    certainty: str


def par_index(
    span: Span, figures: Mapping[str, Figure], unit: str | None, *, whole: bool
) -> ParIndex | None:
    """By the figures of a year so far; None before the first set of criteria that is known.

    figures: code of an indicator → its figure. unit: the division that lists are to keep to.
    """
    criteria = criteria_of(span.start.year)
    if criteria is None:
        return None
    at_stake = []
    others = Decimal(0)
    for criterion in criteria.criteria:
        those = [one for one in conditions() if one.criterion == criterion.number]
        if those:
            risks = (_risk(one, figures.get(one.indicator), span, unit, whole) for one in those)
            at_stake.append(AtStake(criterion, tuple(risks)))
        else:
            others += criterion.points
    return ParIndex(criteria, tuple(at_stake), others.normalize(), SURE[criteria.certainty])


def _risk(
    condition: Condition, figure: Figure | None, span: Span, unit: str | None, whole: bool
) -> Risk:
    found = standing(condition, figure, whole=whole)
    words, look = _WORDS[found]
    short = short_of(condition, figure) if figure else None
    return Risk(
        title=next(one.title for one in INDICATORS if one.code == condition.indicator),
        figure=told(figure, None, span, unit) if figure else None,
        wanted=condition.scored,
        words=words,
        look=look,
        short=f"thiếu {number(short)} hồ sơ" if short else "",
        certainty=SURE[condition.certainty],
        at_risk=found is Standing.AT_RISK,
    )
