"""Programs that run beside a test, each in a process of its own that the test may kill.

The processes are forked from one that has read the modules: reading them takes two seconds, which
hundreds of programs would wait for.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from multiprocessing.forkserver import ensure_running

from monitor.cli.app import COMMANDS


@cache
def forks() -> ForkServerContext:
    """The process that has read the modules."""
    context = get_context("forkserver")
    context.set_forkserver_preload([f"monitor.cli.{name}" for name in COMMANDS])
    for name in ("COLUMNS", "LINES"):  # what is set when rich is read stays; readline sets both
        os.unsetenv(name)
    ensure_running()
    return context


@dataclass(frozen=True)
class Program:
    """A program that is ready and waits until it is let run."""

    process: ForkServerProcess
    line: Connection

    def let_run(self) -> None:
        self.line.send("go")

    def ended(self) -> int | None:
        """Its exit code, once it has ended."""
        self.process.join()
        return self.process.exitcode

    def killed(self) -> None:
        self.process.kill()
        self.process.join()


def begun(steps: Callable[..., Iterator[None]], *arguments: object) -> Program:
    """A program that is ready where `steps`, a function of a module, yields."""
    ours, its = forks().Pipe()
    process = forks().Process(target=_run, args=(its, steps, arguments))
    process.start()
    its.close()
    assert ours.recv() == "ready"
    return Program(process, ours)


def _run(
    line: Connection, steps: Callable[..., Iterator[None]], arguments: tuple[object, ...]
) -> None:
    going = steps(*arguments)
    next(going)
    line.send("ready")
    assert line.recv() == "go"
    for _ in going:
        pass
