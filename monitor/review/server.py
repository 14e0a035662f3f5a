"""The review pages behind a web server, ready to be run."""

import os
import signal
import socket
from collections.abc import Callable, Sequence
from multiprocessing import parent_process
from threading import Thread

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from monitor.config import ConfigError, Settings

_LAST_ANSWERS_S = 4  # so long what was asked before the end may still be answered
_LOST_S = 60  # a process that gives no sign of life for so long is replaced
_BACKLOG = 2048


def page_server(settings: Settings, pages: FastAPI) -> uvicorn.Server:
    """A server of the pages, by one process."""
    return uvicorn.Server(_config(settings, pages))


def serve_by_processes(
    settings: Settings, pages: Callable[[], FastAPI], at: Sequence[socket.socket]
) -> None:
    """Serve the pages by `[web] processes` processes until SIGTERM or Ctrl+C.

    pages: makes them, in each of the processes; a function that can be pickled.
    """
    config = _config(settings, pages, factory=True, workers=settings.web.processes)
    _Processes(config, list(at)).run()


class _Processes(Multiprocess):
    """Processes with a socket each, among which the system divides those who come.

    At one socket whichever process wakes first would take them all, and keep them. The socket of
    a process that has died is kept for the one that replaces it.
    """

    def keep_subprocess_alive(self) -> None:
        """See Multiprocess, which would wait a minute for word of one that has just ended."""
        for one in self.processes:
            one.child_conn.close()  # its end of the line, which it has taken over
        super().keep_subprocess_alive()

    @property
    def sockets(self) -> list[socket.socket]:
        """That of the process that is to be started next."""
        held = {n for n, one in enumerate(self.processes) if one.process.is_alive()}
        free = [at for n, at in enumerate(self._all) if n not in held]
        return free[:1] or self._all

    @sockets.setter
    def sockets(self, all_of_them: list[socket.socket]) -> None:
        self._all = all_of_them


def end_with_parent() -> None:
    """End this process when the one that started it is gone, even where that was killed."""
    parent = parent_process()
    if parent is not None:
        Thread(target=_end_after, args=(parent.join,), daemon=True).start()


def _end_after(waiting: Callable[[], None]) -> None:
    waiting()
    os.kill(os.getpid(), signal.SIGTERM)


def _config(
    settings: Settings,
    pages: FastAPI | Callable[[], FastAPI],
    *,
    factory: bool = False,
    workers: int = 1,
) -> uvicorn.Config:
    return uvicorn.Config(
        pages,
        factory=factory,
        workers=workers,
        forwarded_allow_ips=settings.web.trusted_proxy,
        server_header=False,
        access_log=False,  # addresses hold what was searched for: names
        log_config=None,
        timeout_graceful_shutdown=_LAST_ANSWERS_S,
        timeout_worker_healthcheck=_LOST_S,
    )


def listening(settings: Settings, *, reuse_port: bool = False) -> socket.socket:
    """The socket of [web], so that nothing else begins where it is taken. Raises ConfigError.

    reuse_port: whether others of ours may listen there too.
    """
    web = settings.web
    family = socket.AF_INET6 if ":" in web.host else socket.AF_INET
    try:
        place = socket.create_server(
            (web.host, web.port), family=family, backlog=_BACKLOG, reuse_port=reuse_port
        )
    except OSError as error:
        raise ConfigError(
            f"[web] host = {web.host}, port = {web.port}: can't be listened on: {error.strerror}; "
            "is another tthc at work there?"
        ) from None
    # What is accepted there inherits it: the end of a page does not wait for the browser's word
    # that it has the beginning, which takes 40 ms. (asyncio sets it only on sockets of its own.)
    place.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return place


def listening_each(settings: Settings) -> list[socket.socket]:
    """A socket for each process, where the system can divide who comes; else one for them all.

    Raises ConfigError.
    """
    place = listening(settings)
    if settings.web.processes == 1 or not hasattr(socket, "SO_REUSEPORT"):
        return [place]
    place.close()  # nobody else is there
    return [listening(settings, reuse_port=True) for _ in range(settings.web.processes)]
