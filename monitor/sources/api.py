"""Dossiers from the interface of a one-stop system, page by page until all have come."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx

from monitor.config.api import ApiSettings
from monitor.intake.errors import IntakeError
from monitor.intake.records import Page, Record, codes_of, sheet_of
from monitor.intake.sheets import Batch
from monitor.sources.api_exchange import Exchange, Secrets, shown
from monitor.sources.api_session import Session

_OWN_MACHINE = {"localhost", "127.0.0.1", "::1"}


class ApiSource:
    """All pages of an interface, one pull.

    resolve: makes the paths of the config file absolute. sleep: waits that many seconds.
    """

    def __init__(
        self,
        settings: ApiSettings,
        resolve: Callable[[Path], Path],
        sleep: Callable[[float], None],
    ) -> None:
        self._settings = settings
        self._resolve = resolve
        self._sleep = sleep
        self._notes: list[str] = []
        self._whole = True

    @property
    def notes(self) -> tuple[str, ...]:
        """How many pages and records were read, and what was odd about them."""
        return tuple(self._notes)

    @property
    def whole(self) -> bool:
        """False where the order changed while pages were read: what moved ahead did not come."""
        return self._whole

    def batches(self) -> Iterator[Batch]:
        """One batch with the records of all pages, so that all share the same columns.

        Raises IntakeError when not every record that the interface says it has came.
        """
        addresses = [a for a in (self._settings.url, self._settings.login_url) if a]
        self._check(addresses)
        secrets = Secrets()
        with Exchange(addresses, self._settings.timeout_s, secrets, self._sleep) as exchange:
            session = Session(self._settings, exchange, secrets, self._resolve)
            pages = _Pages(self._settings)
            pages.read(session)
        name = shown(self._settings.url)
        self._notes += [f"{name}: {pages.count:,} pages, {len(pages.records):,} records read"]
        self._notes += pages.notes
        self._whole = not pages.moved
        yield Batch(name, [sheet_of(pages.records, name)])

    def copy_to(self, folder: Path) -> bool:  # noqa: ARG002
        """Copy nothing: there are no files."""
        return False

    def acknowledge(self) -> None:
        """Nothing: an interface that is read keeps what it has."""

    def _check(self, addresses: list[str]) -> None:
        for address in map(_url, addresses):
            if address.userinfo:
                raise IntakeError(
                    f"{shown(str(address))}: the address in config.toml holds a name or password; "
                    "use username and password_file"
                )
            if address.scheme == "http" and address.host not in _OWN_MACHINE:
                self._notes.append(
                    f"{shown(str(address))}: is asked without encryption; use https:// if it can"
                )


def _url(text: str) -> httpx.URL:
    try:
        return httpx.URL(text)
    except httpx.InvalidURL as error:
        raise IntakeError(f"[source.api]: an address is not valid: {error}") from None


class _Pages:
    """The pages that came so far, checked against what the interface says of their number."""

    def __init__(self, settings: ApiSettings) -> None:
        self._settings = settings
        self._where = shown(settings.url)
        self._seen: dict[tuple[str, ...], int] = {}  # the codes of a page → its number
        self._first: dict[str, tuple[int, Record]] = {}  # code → where it came first
        self._again: set[str] = set()
        self._repeats = False  # within a page: then it lists dossiers more than once
        self._same_again = False
        self._total: int | None = None
        self.records: list[Record] = []
        self.count = 0

    @property
    def notes(self) -> list[str]:
        """What was odd, but no reason to refuse."""
        if not self._again:
            return []
        came = f"{self._where}: {len(self._again):,} dossiers came on more than one page"
        return [
            f"{came}, e.g. {min(self._again)}; if the order changed meanwhile, others are missing"
        ]

    @property
    def moved(self) -> bool:
        """Whether the end of a page came again on a later one, because others moved ahead."""
        return self._same_again and not self._repeats

    def read(self, session: Session) -> None:
        """Ask for pages until there are no more.

        Raises IntakeError when a page comes twice, or the numbers do not add up.
        """
        address: str | None = None
        linked = False
        while True:
            page = session.page(self.count + 1, address)
            if self._is_all_again(page):
                break
            self._take(page)
            address = self._absolute(page.next)
            linked = linked or address is not None
            if not page.records or (address is None and (linked or self._is_last(page))):
                break
            if self.count == self._settings.max_pages:
                raise IntakeError(
                    f"{self._where}: has more than {self.count:,} pages; raise page_size or "
                    "max_pages in config.toml, [source.api]"
                )
        self._check_numbers(page)

    def _take(self, page: Page) -> None:
        self.count += 1
        if self._total is not None and page.total not in (None, self._total):
            raise IntakeError(
                f"{self._where}: the number of records changed from {self._total:,} to "
                f"{page.total:,} while they were read; run again"
            )
        self._total = page.total if page.total is not None else self._total
        codes = codes_of(page.records)
        if codes and (before := self._seen.setdefault(codes, self.count)) != self.count:
            raise IntakeError(
                f"{self._where}: page {self.count} repeats page {before} (both begin with "
                f"{codes[0][:50]}); does the interface know the names of its paging parameters?"
            )
        for code, record in zip(codes, page.records, strict=True):
            number, first = self._first.setdefault(code, (self.count, record))
            if number != self.count:
                self._again.add(code[:50])
                self._same_again |= record == first
        self._repeats |= len(set(codes)) < len(codes)
        self.records += page.records

    def _absolute(self, following: str | None) -> str | None:
        """The address of the next page, which may be relative to the interface's."""
        if following is None:
            return None
        try:
            return str(httpx.URL(self._settings.url).join(following))
        except httpx.InvalidURL:
            raise IntakeError(
                f"{self._where}: page {self.count} says the next one is at {following[:200]!r}, "
                "which is no address"
            ) from None

    def _is_last(self, page: Page) -> bool:
        if self._total is not None:
            return len(self.records) >= self._total
        if page.pages is not None:
            return self.count >= page.pages
        return False  # nothing is said, and a server may give fewer at a time than it is asked for

    def _is_all_again(self, page: Page) -> bool:
        """Whether an interface that says nothing of pages has given all at once, and does again."""
        return (
            self.count == 1
            and (self._total, page.total, page.pages) == (None, None, None)
            and len(page.records) != self._settings.page_size
            and codes_of(page.records) in self._seen
        )

    def _check_numbers(self, last: Page) -> None:
        came = len(self.records)
        if self._total is not None and came != self._total:
            raise IntakeError(
                f"{self._where}: the interface says {self._total:,} records, {came:,} came"
            )
        if last.pages is not None and came and self.count != last.pages:
            raise IntakeError(
                f"{self._where}: the interface says {last.pages:,} pages, {self.count:,} came"
            )
