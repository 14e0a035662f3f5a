"""What makes the daemon look goes on when the clock is set back."""

from datetime import UTC, datetime, timedelta
from threading import Event

from monitor.schedule.ticker import Ticker


def test_a_clock_that_was_set_back_a_day_does_not_stop_the_looks() -> None:
    looked, ahead = Event(), [timedelta(days=1)]

    def clock() -> datetime:
        """A day ahead when the next look was planned, right from then on."""
        return datetime.now(UTC) + (ahead.pop() if ahead else timedelta())

    ticker = Ticker(looked.set, 1, clock)
    ticker.start()
    try:
        assert not looked.wait(2)  # APScheduler would sleep for a day
        ticker.keep_up()
        assert looked.wait(60)
        looked.clear()
        assert looked.wait(60)  # and the next ones come as they should
    finally:
        ticker.stop()
