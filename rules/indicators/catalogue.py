"""The list of all indicators, in the order in which they are shown."""

from rules.indicators.indicator import Indicator
from rules.indicators.online import online_points, online_share
from rules.indicators.progress import (
    median_days,
    on_time_points,
    on_time_share,
    progress_timeliness,
)
from rules.indicators.publicity import apology_coverage, posting_coverage

INDICATORS: tuple[Indicator, ...] = (
    on_time_share,
    on_time_points,
    apology_coverage,
    posting_coverage,
    online_share,
    online_points,
    progress_timeliness,
    median_days,
)
