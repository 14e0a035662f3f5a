"""Pages have turns: so many at once, the others in the order in which they were asked for."""

from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import anyio
import httpx
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from monitor.review.app import PAGES
from monitor.review.turns import PageRoute

ASIDE = {
    "/dossiers.xlsx",
    "/admin/runs/{run}/rejected.xlsx",
    "/letters/{code:path}/documents/{letter_id}.png",
    "/letters/{code:path}/documents/{letter_id}.pdf",
    "/single-sign-on",
    "/single-sign-on/back",
    "/healthz",
}


def site_with_turns(count: int, at_work: list[str], enough: anyio.Event) -> FastAPI:
    """Whoever comes notes his name and is answered when there are enough; "bad" fails at once."""
    router = APIRouter(route_class=PageRoute)

    @router.get("/{name}")
    @router.post("/{name}")
    async def page(name: str) -> None:
        at_work.append(name)
        if name == "bad":
            raise ValueError
        await enough.wait()

    app = FastAPI(routes=router.routes)
    app.state.site = SimpleNamespace(turns=anyio.Semaphore(count))
    return app


def test_pages_wait_for_their_turn_and_changes_do_not() -> None:
    async def visit() -> list[list[str]]:
        at_work: list[str] = []
        seen = []
        enough = anyio.Event()
        transport = httpx.ASGITransport(
            site_with_turns(2, at_work, enough), raise_app_exceptions=False
        )
        async with (
            httpx.AsyncClient(transport=transport, base_url="http://tthc") as client,
            anyio.create_task_group() as group,
        ):
            for name in ("bad", "a", "b", "c", "d"):
                group.start_soon(client.get, f"/{name}")
                await anyio.wait_all_tasks_blocked()
            group.start_soon(client.post, "/change")
            await anyio.wait_all_tasks_blocked()
            seen.append(list(at_work))
            enough.set()
        return [*seen, at_work]

    with ThreadPoolExecutor(1) as aside:  # Playwright may have left its own loop in this one
        waiting, done = aside.submit(anyio.run, visit).result()
    assert waiting == ["bad", "a", "b", "change"]
    assert done == ["bad", "a", "b", "change", "c", "d"]


def test_all_pages_have_turns_but_what_takes_long() -> None:
    routes = [route for router in PAGES for route in router.routes]
    aside = {
        route.path
        for route in routes
        if isinstance(route, APIRoute) and "GET" in (route.methods or ())
        if not isinstance(route, PageRoute)
    }
    assert aside == ASIDE
