"""Offices on both databases and a Spark for the tests, and a CI that lets no test be skipped."""

import gc
import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from office import Office
from postgres_server import database, server_of_our_own
from review_fixtures import browser, server, small_staffed, staffed
from spark_session import SETTINGS, spark_is_missing
from sqlalchemy.engine import make_url

from monitor.store.database import open_database, upgrade

__all__ = ["browser", "server", "small_staffed", "staffed"]

_GARBAGE = 10_000  # objects more than a moment ago


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests on Spark in one process: each other one would start a Spark of its own."""
    for item in items:
        if "spark" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("spark"))


def pytest_collection_finish() -> None:
    """Spare the collector of garbage what stays, modules and thousands of tests: a tenth of it all.

    What the tests themselves leave behind is looked through more seldom.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_GARBAGE)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a CI run in which a test was skipped."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:
        return
    skipped = reporter.stats.get("skipped", [])
    if os.environ.get("CI") and skipped and session.exitstatus == pytest.ExitCode.OK:
        reporter.write_line(f"CI: {len(skipped)} tests were skipped; none may be", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Address of a PostgreSQL server of our own."""
    with server_of_our_own() as url:
        yield url


@pytest.fixture
def postgres_url(postgres: str) -> Iterator[str]:
    """Address of an empty database."""
    with database(postgres) as url:
        yield url


@pytest.fixture(scope="session")
def _migrated(postgres: str) -> Iterator[str]:
    """Name of a database with empty tables, of which others are copied."""
    with database(postgres) as url:
        engine = open_database(url)
        upgrade(engine)
        engine.dispose()
        yield str(make_url(url).database)


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """An empty office, once on each database."""
    with ExitStack() as stack:
        url = ""
        if request.param == "postgresql":
            names = ("postgres", "_migrated")
            url = stack.enter_context(database(*map(request.getfixturevalue, names)))
        office = Office(tmp_path, url)
        yield office
        office.engine.dispose()


@pytest.fixture
def small_office(tmp_path: Path) -> Iterator[Office]:
    """An empty office on SQLite, for what does not depend on the database."""
    office = Office(tmp_path)
    yield office
    office.engine.dispose()


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """A session on two cores of this machine; the test is skipped where there is no Spark."""
    if why := spark_is_missing():
        pytest.skip(why)
    from monitor.assess.on_spark import session  # noqa: PLC0415

    started = session(SETTINGS)
    yield started
    started.stop()
