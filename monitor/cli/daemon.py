"""`tthc daemon`: what is due, by itself, and the review pages."""

from datetime import UTC, datetime
from functools import partial
from typing import Annotated

import typer

from monitor.cli.common import ConfigOption, Service, err, opened
from monitor.cli.serve import pages_of, tell_of_pages
from monitor.logs import set_up_logging
from monitor.review.server import listening, page_server
from monitor.schedule.by_hand import name_of_this
from monitor.schedule.child import started
from monitor.schedule.daemon import Daemon
from monitor.schedule.standing import stand_by


def daemon(
    context: typer.Context,
    config: ConfigOption = None,
    pages: Annotated[
        bool, typer.Option("--pages/--no-pages", help="Serve the review pages too.")
    ] = True,
) -> None:
    """Do every night's work and mail what is to be mailed, until SIGTERM or Ctrl+C."""
    with opened(context, config) as service:
        set_up_logging(service.settings.log)
        serving = None
        if pages:
            server = page_server(service.settings, pages_of(service))
            serving = server, listening(service.settings)
            tell_of_pages(service)
            _tell_of_processes(service)
        start = partial(started, service.config.resolve())
        at_work = Daemon(service.settings, service.engine, service.now, start, name_of_this())
        stand_by(at_work, serving, lambda: datetime.now(UTC))


def _tell_of_processes(service: Service) -> None:
    if service.settings.web.processes > 1:
        err.print(
            f"Note: [web] processes = {service.settings.web.processes} is for `tthc serve`; the "
            "daemon answers pages by itself. For several, run `tthc daemon --no-pages` and "
            "`tthc serve` side by side",
            markup=False,
            soft_wrap=True,
        )
