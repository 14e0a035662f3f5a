"""`tthc serve`: the review pages."""

import logging

import typer
import uvicorn

from monitor.cli.common import ConfigOption, err, opened
from monitor.review.app import review_app


def serve(context: typer.Context, config: ConfigOption = None) -> None:
    """Serve the review pages until Ctrl+C; [web] of config.toml says where."""
    with opened(context, config) as service:
        web = service.settings.web
        if web.in_the_open:
            err.print(
                f"Warning: [web] url = {web.url}: passwords and names cross the network "
                "unencrypted; put HTTPS before it and say so in url",
                markup=False,
                soft_wrap=True,
            )
        err.print(f"Review pages at {web.url}; Ctrl+C ends them", markup=False)
        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
        uvicorn.run(
            review_app(service.settings, service.engine, service.now),
            host=web.host,
            port=web.port,
            forwarded_allow_ips=web.trusted_proxy,
            server_header=False,
            access_log=False,  # addresses hold what was searched for: names
            log_config=None,
        )
