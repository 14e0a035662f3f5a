"""Measures a thousand letters against docxtpl and against writing the same zip files alone.

All three are timed in one run on the same fields, the best of some rounds each, because machines
are noisy: compare the ratios.
"""

# ruff: noqa: E402
import argparse
import io
import sys
import time
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from importlib.resources import files
from pathlib import Path

# As a script, this file would hide the package of the same name.
sys.path = [entry for entry in sys.path if Path(entry).resolve() != Path(__file__).parent]

from docxtpl import DocxTemplate
from jinja2 import Environment

from letters import Agency, Case, Form, Wording, builtin_template, letter_fields
from letters.balance import balanced

AGENCY = Agency(
    name="Sở Lao động - Thương binh và Xã hội",
    parent="Ủy ban nhân dân tỉnh Nam Sơn",
    abbreviation="SLĐTBXH",
    place="Nam Sơn",
    signer_title="Giám đốc",
    signer_name="Trần Văn Bình",
    signer_power="",
)
MARKS = {f"only_{wording}": "" for wording in Wording}
"""docxtpl knows no wordings: it prints the paragraphs of all three."""


def fields_of(number: int) -> dict[str, str]:
    """The fields of one of many different letters."""
    case = Case(
        code=f"000.11.22.H99-210823-{number:04}",
        applicant=f"Nguyễn Thị Ánh Nguyệt {number}",
        applicant_kind=1 + number % 4,
        procedure_code="1.000105",
        procedure_name="Cấp giấy phép lao động cho người lao động nước ngoài",
        unit=f"Phòng số {number % 20}",
        received_at=datetime(2021, 8, 1 + number % 28, 8, 10),  # noqa: DTZ001
        due_at=datetime(2021, 9, 10, 17, 0),  # noqa: DTZ001
        completed_at=None,
        working_days_late=0,
    )
    return letter_fields(case, AGENCY, reason=f"lý do {number}", new_due_on=date(2021, 9, 17))


def ours(form: Form, letters: list[dict[str, str]]) -> list[bytes]:
    """The letters as the service writes them."""
    template = builtin_template(form)
    return [template.render(fields, Wording.AFTER) for fields in letters]


def by_docxtpl(form: Form, letters: list[dict[str, str]]) -> list[bytes]:
    """The letters by docxtpl, which opens the template for each."""
    environment = Environment(autoescape=True)
    environment.filters["balanced"] = balanced
    source = (files("letters") / "templates" / f"{form}.docx").read_bytes()
    made = []
    for fields in letters:
        template = DocxTemplate(io.BytesIO(source))
        template.render(fields | MARKS, environment, autoescape=True)
        target = io.BytesIO()
        template.save(target)
        made.append(target.getvalue())
    return made


def zips_alone(documents: list[dict[str, bytes]]) -> list[bytes]:
    """The same parts, packed anew."""
    made = []
    for parts in documents:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        made.append(target.getvalue())
    return made


def unpacked(document: bytes) -> dict[str, bytes]:
    """The parts of a letter by name."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def best(work: Callable[[], list[bytes]], rounds: int) -> float:
    """The shortest time, in seconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    """Print a table of the measurements."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--letters", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    letters = [fields_of(number) for number in range(options.letters)]
    print(f"{options.letters} letters, seconds")
    print(f"{'form':14}{'ours':>8}{'zip':>8}{'docxtpl':>9}{'ours/zip':>10}{'docxtpl/ours':>14}")
    for form in Form:
        parts = [unpacked(document) for document in ours(form, letters)]
        mine = best(partial(ours, form, letters), options.rounds)
        alone = best(partial(zips_alone, parts), options.rounds)
        theirs = best(partial(by_docxtpl, form, letters), 1)
        ratios = f"{mine / alone:10.2f}{theirs / mine:14.1f}"
        print(f"{form:14}{mine:8.3f}{alone:8.3f}{theirs:9.2f}{ratios}")


if __name__ == "__main__":
    main()
