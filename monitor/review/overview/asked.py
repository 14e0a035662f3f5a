"""Which figures an address asks for: a span, a division, and by what divisions are ranked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query

from monitor.review.overview.verdict import MEASURE
from monitor.review.refusals import MissingError
from rules.indicators import Span, SpanKind

# Places from the last of their kind, and what they are called.
_TABS = (
    ("Tuần này", SpanKind.WEEK, 1),
    ("Tuần trước", SpanKind.WEEK, 2),
    ("Tháng này", SpanKind.MONTH, 1),
    ("Tháng trước", SpanKind.MONTH, 2),
    ("Năm nay", SpanKind.YEAR, 1),
)
_LONGEST = 300

Spans = Mapping[SpanKind, Sequence[Span]]


@dataclass(frozen=True, slots=True)
class Asked:
    """kind, start: of the span; the last of its kind without `start`. by: code of an indicator."""

    kind: SpanKind = SpanKind.MONTH
    start: date | None = None
    unit: Annotated[str, Query(max_length=_LONGEST)] = ""
    by: str = MEASURE

    def address(self, **other: object) -> str:
        """The address of this page, or of another."""
        one = replace(self, **other)  # type: ignore[arg-type]
        plain = Asked()
        values = {
            "kind": one.kind if one.kind is not plain.kind or one.start else None,
            "start": one.start,
            "unit": one.unit or None,
            "by": one.by if one.by != plain.by else None,
        }
        query = urlencode({name: value for name, value in values.items() if value is not None})
        return f"/overview?{query}" if query else "/overview"

    def of_span(self, span: Span, spans: Spans) -> str:
        """The address of another span."""
        last = span == spans[span.kind][-1]
        return self.address(kind=span.kind, start=None if last else span.start)

    def chosen(self, spans: Spans) -> Span:
        """The span that is asked for; raises MissingError for one that has no figures."""
        those = spans[self.kind]
        if self.start is None:
            return those[-1]
        found = next((one for one in those if one.start == self.start), None)
        if found is None:
            raise MissingError("Không có số liệu của kỳ này. Hãy chọn kỳ khác ở trang Tổng quan.")
        return found

    def tabs(self, spans: Spans) -> Iterator[tuple[str, str, bool]]:
        """Words, address, and whether it is the span that is shown."""
        shown = self.chosen(spans)
        for words, kind, back in _TABS:
            if len(spans[kind]) >= back:
                span = spans[kind][-back]
                yield words, self.of_span(span, spans), span == shown


def one_before(span: Span, spans: Spans) -> Span | None:
    """The span before that one, of the same kind."""
    those = spans[span.kind]
    place = those.index(span)
    return those[place - 1] if place else None
