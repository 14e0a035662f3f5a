"""The site put together: its pages, its protection, its errors as pages."""

from collections.abc import Callable
from datetime import datetime
from importlib.resources import files

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from sqlalchemy import Engine
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from monitor.config import Settings
from monitor.config.web import LOOPBACK
from monitor.review.api.app import PATH, interface
from monitor.review.error_pages import busy, refused, unknown_input, went_wrong, without_page
from monitor.review.pages import (
    account,
    admin,
    admin_audit,
    admin_clients,
    admin_held,
    admin_outbox,
    admin_people,
    admin_rejected,
    admin_runs,
    admin_sources,
    admin_views,
    dossier,
    dossiers,
    health,
    home,
    letter,
    letter_pictures,
    letter_steps,
    letters,
    letters_batch,
    overview,
    single_sign_on,
)
from monitor.review.protection import Protection
from monitor.review.refusals import RefusedError
from monitor.review.remembered import Remembered
from monitor.review.shared_answers import SharedAnswers
from monitor.review.site import Site
from monitor.store.database import DatabaseError

PAGES = (
    account.router,
    single_sign_on.router,
    home.router,
    dossiers.router,
    dossiers.sheets,
    dossier.router,
    letters.router,
    letter_steps.router,
    letter_pictures.router,
    letters_batch.router,
    letter.router,
    admin.router,
    admin_people.router,
    admin_clients.router,
    admin_runs.router,
    admin_rejected.router,
    admin_rejected.sheets,
    admin_held.router,
    admin_outbox.router,
    admin_sources.router,
    admin_views.router,
    admin_audit.router,
    overview.router,
    health.router,
)


def review_app(
    settings: Settings,
    engine: Engine,
    clock: Callable[[], datetime],
    shared: SharedAnswers | None = None,
) -> FastAPI:
    """The review pages over an opened database whose tables are current.

    clock: local time of the agency, without offset. shared: where other processes answer too.
    """
    # Given as they are: routes that an app includes are all made once more at its first page.
    routes = [route for router in PAGES for route in router.routes]
    app = FastAPI(
        title="tthc-monitor", docs_url=None, redoc_url=None, openapi_url=None, routes=routes
    )
    app.state.site = site = Site(engine, settings, clock, Remembered(shared))
    static = files("monitor.review").joinpath("static")
    app.mount(PATH, interface(site))
    app.mount("/static", StaticFiles(directory=str(static)), name="static")
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[settings.web.hostname, *LOOPBACK])
    # The last one is the outermost.
    app.add_middleware(Protection, settings=settings.web, on_fault=went_wrong)
    app.add_exception_handler(RefusedError, refused)
    app.add_exception_handler(DatabaseError, busy)
    app.add_exception_handler(RequestValidationError, unknown_input)
    app.add_exception_handler(HTTPException, without_page)
    return app
