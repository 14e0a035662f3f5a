"""An office whose exports lie on another machine, and what its source reads."""

from office import Office

from monitor.intake.sheets import Batch
from monitor.sources.cache import FOLDER
from monitor.sources.reaching import reach
from monitor.sources.remote import RemoteSource
from monitor.sources.settling import Settling


def remote(office: Office, path: str, more: str = "") -> Office:
    """The office with that address, and further lines of [source.remote]."""
    office.config = office.config.replace("export.xlsx", path)
    office.write_config(f"[source.remote]\n{more}")
    return office


def source_of(office: Office, settling: Settling | None = None) -> RemoteSource:
    """The source that the office has, without waiting between two tries."""
    settings = office.settings
    return RemoteSource(
        settings.source.path,
        lambda address: reach(settings, address),
        settings.resolve(FOLDER),
        settling,
        sleep=lambda _: None,
    )


def pulled(office: Office) -> list[Batch]:
    return list(source_of(office).batches())


def codes(batches: list[Batch]) -> list[list[object]]:
    """The dossiers of each batch."""
    return [[one[1] for one in batch.sheets[0].rows[1:]] for batch in batches]
