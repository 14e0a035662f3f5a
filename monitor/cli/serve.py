"""`tthc serve`: the review pages."""

import gc
from functools import partial
from pathlib import Path

import typer
from fastapi import FastAPI

from monitor.cli.common import ConfigOption, Service, err, opened
from monitor.config import load_settings
from monitor.logs import set_up_logging
from monitor.review.app import review_app
from monitor.review.server import (
    end_with_parent,
    listening_each,
    page_server,
    serve_by_processes,
)
from monitor.review.shared_answers import SharedAnswers, share
from monitor.store.database import open_database


def serve(context: typer.Context, config: ConfigOption = None) -> None:
    """Serve the review pages until Ctrl+C; [web] of config.toml says where."""
    with opened(context, config) as service:
        settings = service.settings
        set_up_logging(settings.log)
        places = listening_each(settings)
        tell_of_pages(service)
        if settings.web.processes > 1:
            service.engine.dispose()
            pages = partial(_pages_of_one, service.config, share())
            serve_by_processes(settings, pages, places)
        else:
            page_server(settings, pages_of(service)).run(sockets=places)


def pages_of(service: Service, shared: SharedAnswers | None = None) -> FastAPI:
    """The review pages of an opened service. shared: where other processes answer too."""
    pages = review_app(service.settings, service.engine, service.now, shared)
    # Nothing of what is loaded by now ends before the process does: to look through all of it for
    # what nobody needs any more, as Python does now and then, stops every page for 150 ms.
    gc.collect()
    gc.freeze()
    return pages


def _pages_of_one(config: Path, shared: SharedAnswers) -> FastAPI:
    """Those of one of several processes, which opens all of its own."""
    end_with_parent()
    settings = load_settings(config)
    set_up_logging(settings.log)
    return pages_of(Service(config, settings, open_database(settings.database_url)), shared)


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
