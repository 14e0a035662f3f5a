"""A province's department of invented dossiers, a million of them, in a database of the monitor.

Three years of dossiers, most of them done; what is open came in last; every finding that a year
closed stays. Divisions and procedures are as uneven as they are in life.
"""

import io
import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from hashlib import sha256
from importlib.resources import files
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv
from sqlalchemy import Engine, insert, text

from monitor.store.figures import keep_figures
from monitor.store.letters import follow_the_dossiers
from monitor.store.models import Finding, Letter, Run
from monitor.store.search_text import search_texts
from rules import RULES
from rules.indicators import INDICATORS, Figure, Measured, Tally, spans_until

AS_OF = date(2021, 9, 30)
NOW = datetime(2021, 9, 30, 6, 0)  # noqa: DTZ001
UNITS = [f"Phòng chuyên môn số {n}" for n in range(1, 25)]
PROCEDURES = 300
OPEN_BY_RULE = {
    "overdue-finished": 7_000,
    "apology-missing": 6_000,
    "result-not-posted": 3_000,
    "overdue-open": 2_500,
    "apology-due": 1_000,
    "due-soon": 500,
}
CLOSED = 100_000
LETTERS = 6_000
LAST_RUN = 1_000
_DAYS = 1_096
_FIRST = np.datetime64("2018-09-30T08:00:00", "us")
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô")
_MIDDLE = ("Văn", "Thị", "Hữu", "Đức", "Ngọc", "Thanh", "Minh", "Quốc", "Kim", "Xuân", "Thu", "Gia")
_GIVEN = (
    *("An", "Bình", "Chi", "Dũng", "Đạt", "Giang", "Hà", "Hạnh", "Hiếu", "Hoa", "Hùng", "Hương"),
    *("Khánh", "Lan", "Linh", "Long", "Mai", "Nam", "Nga", "Nhung", "Phúc", "Phương", "Quân"),
    *("Quyên", "Sơn", "Tâm", "Thảo", "Thắng", "Thủy", "Toàn", "Trang", "Tuấn", "Vinh", "Yến"),
)
_A_PORTION = 100_000


def dossiers(rows: int) -> Iterator[pa.Table]:
    """Columns of the dossier table, in portions, the oldest first."""
    chance = np.random.default_rng(6)
    for start in range(0, rows, _A_PORTION):
        yield _portion(np.arange(start, min(start + _A_PORTION, rows)), rows, chance)


def _portion(at: np.ndarray, rows: int, chance: np.random.Generator) -> pa.Table:
    """Late and open ones stand at the end: dossier n of the last 3 % is not done yet."""
    count = len(at)
    minutes = (at * (_DAYS * 1440) // rows).astype("timedelta64[m]")
    received = _FIRST + minutes + chance.integers(0, 600, count).astype("timedelta64[m]")
    due = (received + chance.integers(3, 40, count).astype("timedelta64[D]")).astype(
        "datetime64[D]"
    ) + np.timedelta64(17, "h")
    done = due.astype("datetime64[us]") - chance.integers(-2000, 20_000, count).astype(
        "timedelta64[m]"
    )
    is_open = at >= rows * 97 // 100
    status = np.where(is_open, chance.choice([2, 4, 4, 4, 4, 5, 6, 8], count), 10)
    done_or_null = pa.array(np.maximum(done, received), mask=is_open)
    days = np.datetime_as_string(received, unit="D")
    codes = [
        f"000.11.22.H99-{day[2:4]}{day[5:7]}{day[8:]}-{n % 10_000:04}{n // 10_000:02}"
        for n, day in zip(at.tolist(), days.tolist(), strict=True)
    ]
    procedure = np.minimum(chance.geometric(0.02, count) - 1, PROCEDURES - 1)
    family, middle, given = (
        np.array(names, dtype=object)[
            np.minimum(chance.geometric(6 / len(names), count), len(names)) - 1
        ]
        for names in (_FAMILY, _MIDDLE, _GIVEN)
    )
    names = pa.array(family + " " + middle + " " + given + " " + given[::-1], pa.string())
    unit = np.minimum(chance.geometric(0.15, count) - 1, len(UNITS) - 1)
    columns = {
        "code": pa.array(codes),
        "procedure_code": pa.array([f"{1 + n % 2}.{n:06}" for n in procedure.tolist()]),
        "procedure_name": pa.array(
            [f"Thủ tục cấp giấy phép, giấy chứng nhận loại {n}" for n in procedure.tolist()]
        ),
        "applicant": names,
        "unit": pa.array([UNITS[n] for n in unit.tolist()]),
        "officer": pa.array([f"Cán bộ {n}" for n in (unit * 5 + at % 5).tolist()]),
        "channel": pa.array(1 + at % 2),
        "received_at": pa.array(received),
        "due_at": pa.array(due.astype("datetime64[us]")),
        "completed_at": done_or_null,
        "returned_at": done_or_null,
        "status": pa.array(status),
        "extras": pa.array([json.dumps({"Địa chỉ": "Số 1 đường Trần Phú, phường 2"})] * count),
        "digest": pa.array(at),
        "first_run_id": pa.array(np.ones(count, dtype=np.int64)),
    }
    columns["search_text"] = search_texts(columns["code"], names)
    return pa.table(columns)


def fill(engine: Engine, rows: int) -> None:
    """Write them into empty tables, with their findings and letters."""
    with engine.begin() as connection:
        connection.execute(insert(Run), [_run(number, rows) for number in range(1, LAST_RUN + 1)])
    codes: list[str] = []
    units: list[str] = []
    for portion in dossiers(rows):
        codes += portion["code"].to_pylist()
        units += portion["unit"].to_pylist()
        _copy(engine, portion)
    with engine.begin() as connection:
        connection.execute(insert(Finding), list(_findings(codes, units)))
        connection.execute(insert(Letter), list(_letters(codes)))
        follow_the_dossiers(connection)
        keep_figures(connection, _figures(), LAST_RUN)


def analyze(engine: Engine) -> None:
    """Gather statistics, as a database does by itself in time."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE" if _is_postgresql(engine) else "ANALYZE"))


def _run(number: int, rows: int) -> Mapping[str, object]:
    tally = {"open": 5_000, "new": 20, "closed": 30}
    report = {
        "input": {"read": rows, "accepted": rows, "rejected": 2}
        | {"unchanged": rows - 900}
        | {"added": 400, "changed": 500, "vanished": 3},
        "findings": {"overdue-open": tally, "apology-missing": tally, "due-soon": tally},
    }
    return {
        "id": number,
        "as_of": AS_OF,
        "started_at": NOW,
        "finished_at": NOW,
        "state": "done",
        "report": report,
        "calendar_version": "x",
        "columns": [],
    }


def _is_postgresql(engine: Engine) -> bool:
    return engine.dialect.name == "postgresql"


def _copy(engine: Engine, portion: pa.Table) -> None:
    names = portion.column_names
    if not _is_postgresql(engine):
        marks = ", ".join("?" * len(names))
        statement = f"INSERT INTO dossier ({', '.join(names)}) VALUES ({marks})"  # noqa: S608
        plain = [
            pc.strftime(column, "%Y-%m-%d %H:%M:%S.000000").to_pylist()
            if pa.types.is_timestamp(column.type)
            else column.to_pylist()
            for column in portion.cast(_in_seconds(portion.schema)).columns
        ]
        with engine.begin() as connection:
            connection.exec_driver_sql(statement, list(zip(*plain, strict=True)))
        return
    buffer = io.BytesIO()
    csv.write_csv(portion, buffer, csv.WriteOptions(include_header=False))
    with engine.begin() as connection:
        driver: Any = connection.connection.driver_connection
        statement = f"COPY dossier ({', '.join(names)}) FROM STDIN (FORMAT csv)"
        with driver.cursor().copy(statement) as copy:
            copy.write(buffer.getvalue())


def _in_seconds(schema: pa.Schema) -> pa.Schema:
    """Times without fractions, which strftime would print."""
    kinds = {f.name: pa.timestamp("s") if pa.types.is_timestamp(f.type) else f.type for f in schema}
    return pa.schema(list(kinds.items()))


def _findings(codes: list[str], units: list[str]) -> Iterator[Mapping[str, object]]:
    chance = np.random.default_rng(7)
    severities = {rule.code: rule.severity.value for rule in RULES}
    rules = [rule for rule, count in OPEN_BY_RULE.items() for _ in range(count)]
    rules += [rules[n] for n in chance.integers(0, len(rules), CLOSED)]
    of = chance.choice(len(codes), min(len(rules), len(codes)), replace=False)
    days = np.minimum(chance.geometric(0.08, len(rules)), 200)
    for n, (rule, late) in enumerate(zip(rules, days.tolist(), strict=True)):
        closed = n >= len(rules) - CLOSED
        yield {
            "rule": rule,
            "dossier": codes[of[n % len(of)]],
            "unit": units[of[n % len(of)]],
            "severity": severities[rule],
            "working_days_late": late if rule.startswith(("overdue", "apology-m")) else 0,
            "message": f"Quá hạn {late} ngày làm việc so với ngày hẹn trả.",
            "facts": {"due_at": "2021-09-10 17:00:00"},
            "opened_at": AS_OF,
            "opened_run_id": LAST_RUN if n % 50 == 0 else 1,
            "last_seen_at": AS_OF,
            "closed_at": AS_OF if closed else None,
            "closed_run_id": LAST_RUN if closed else None,
        }


def _letters(codes: list[str]) -> Iterator[Mapping[str, object]]:
    """Each the empty form, which takes as long to read as a letter."""
    paper = files("letters").joinpath("templates", "mau-04-2018.docx").read_bytes()
    step = len(codes) // LETTERS
    for n in range(LETTERS):
        yield {
            "dossier": codes[n * step],
            "reappointment": 1,
            "state": ("draft", "completed", "approved", "issued", "sent")[n % 5],
            "drafted_on": AS_OF,
            "run_id": 1,
            "document": paper,
            "sha256": sha256(paper).hexdigest(),
        }


def _figures() -> Iterator[Measured]:
    """Figures of each span and division, as many as a run keeps."""
    chance = np.random.default_rng(8)

    def of(group: str | None) -> list[Figure]:
        counts = chance.integers(100, 9_000, len(INDICATORS)).tolist()
        return [
            Figure(one, group, Tally(count * 9 // 10, count, count // 50, 3, 1, 4.5))
            for one, count in zip(INDICATORS, counts, strict=True)
        ]

    for span in spans_until(AS_OF):
        yield Measured(span, of(None), [figure for unit in UNITS for figure in of(unit)])


def sample(engine: Engine, count: int) -> tuple[list[str], list[str]]:
    """Codes and names of some dossiers with findings, to search for."""
    query = (
        "SELECT d.code, d.applicant FROM finding f JOIN dossier d ON d.code = f.dossier "
        "WHERE f.closed_at IS NULL ORDER BY f.id % 997, f.id LIMIT :count"
    )
    with engine.connect() as connection:
        rows = connection.execute(text(query), {"count": count}).all()
    return [row[0] for row in rows], [row[1] for row in rows]


def with_letters(engine: Engine, count: int) -> list[str]:
    """Codes of some dossiers whose letter is still to be completed."""
    query = "SELECT dossier FROM letter WHERE state = 'draft' ORDER BY id % 97, id LIMIT :count"
    with engine.connect() as connection:
        return list(connection.execute(text(query), {"count": count}).scalars())
