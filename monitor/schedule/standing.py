"""Standing by: the daemon looks, the pages answer, until a signal says that it is enough."""

import logging
import os
import signal
import socket
from collections.abc import Callable
from datetime import datetime
from threading import Event, Thread
from types import FrameType

import uvicorn

from monitor.schedule.daemon import Daemon
from monitor.schedule.ticker import Ticker

_LOG = logging.getLogger(__name__)
_LOOK_EVERY_S = 15
_WAKE_S = 1
_LAST_STEPS_S = 8
_SIGNALS = ("SIGTERM", "SIGINT", "SIGBREAK")  # the last one is of Windows


def stand_by(
    daemon: Daemon,
    pages: tuple[uvicorn.Server, socket.socket] | None,
    clock: Callable[[], datetime],
) -> None:
    """Look and answer until SIGTERM or Ctrl+C; returns within ten seconds after that.

    clock: the host's hour with its zone. Raises RuntimeError where the pages end by themselves.
    """
    _end_on_signals(daemon.ending)
    serving = _serve(*pages) if pages else None
    ticker = Ticker(daemon.look, _LOOK_EVERY_S, clock)
    ticker.start()
    died = False
    while not daemon.ending.wait(_WAKE_S):
        ticker.keep_up()
        died = serving is not None and not serving.is_alive()
        if died:
            daemon.ending.set()
    _LOG.info("ending")
    if pages:
        pages[0].should_exit = True
    ticker.stop()
    idle = daemon.busy.acquire(timeout=_LAST_STEPS_S)
    daemon.leave()
    if serving is not None:
        serving.join(1)
    if died:
        raise RuntimeError("the review pages have ended by themselves")
    if not idle:  # e.g. a mail server that does not answer; the ledger knows what to make of it
        _LOG.warning("ended in the middle of a step")
        logging.shutdown()
        os._exit(0)


def _end_on_signals(ending: Event) -> None:
    def enough(_number: int, _frame: FrameType | None) -> None:
        ending.set()

    for name in _SIGNALS:
        if number := getattr(signal, name, None):
            signal.signal(number, enough)


def _serve(server: uvicorn.Server, listening: socket.socket) -> Thread:
    thread = Thread(
        target=server.run, kwargs={"sockets": [listening]}, name="review pages", daemon=True
    )
    thread.start()
    return thread
