"""`tthc serve`: the review pages."""

import typer

from monitor.cli.common import ConfigOption, Service, err, opened
from monitor.logs import set_up_logging
from monitor.review.server import listening, page_server


def serve(context: typer.Context, config: ConfigOption = None) -> None:
    """Serve the review pages until Ctrl+C; [web] of config.toml says where."""
    with opened(context, config) as service:
        set_up_logging(service.settings.log)
        server = page_server(service.settings, service.engine, service.now)
        place = listening(service.settings)
        tell_of_pages(service)
        server.run(sockets=[place])


def tell_of_pages(service: Service) -> None:
    """Say where the pages are, and warn where passwords cross the network in the open."""
    web = service.settings.web
    if web.in_the_open:
        err.print(
            f"Warning: [web] url = {web.url}: passwords and names cross the network "
            "unencrypted; put HTTPS before it and say so in url",
            markup=False,
            soft_wrap=True,
        )
    err.print(f"Review pages at {web.url}; Ctrl+C ends them", markup=False)
