"""What is read through Arrow is what the standard library reads, or is left to it."""

import csv
import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.intake.formats.plain_text import is_plain, plain_columns

LONGEST = 1_000
PIECES = st.sampled_from(
    [
        *',;\t"\n\r x',
        "\r\n",
        '""',
        '"a"',
        '","',
        '"x,y"',
        "Đ",
        "\ufeff",
        "\x0b",
        "\u2028",
        "a",
        "NA",
        "1",
    ]
)


def by_row(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def by_column(text: str, delimiter: str = ",") -> list[list[str]] | None:
    columns = plain_columns(text.encode(), delimiter, LONGEST)
    return columns and [list(row) for row in zip(*(c.to_pylist() for c in columns), strict=True)]


@given(st.lists(PIECES, max_size=30).map("".join), st.sampled_from(",;\t"))
@example('a,"b"\n"c",d\n', ",")
@example('a,"b""c"\n', ",")
@example('x"y,"open\n"\n', ",")
@example("a,b\n\nc,d\n", ",")
@settings(max_examples=1_000, deadline=None)
def test_a_piece_is_read_as_the_standard_library_reads_it_or_not_at_all(
    text: str, delimiter: str
) -> None:
    found = by_column(text, delimiter)
    assert found is None or found == by_row(text, delimiter)


@given(
    st.lists(
        st.lists(st.sampled_from(["", "a", "x,y", " ", "Đỗ", "NULL", "0"]), min_size=3, max_size=3),
        min_size=1,
    )
)
def test_rows_of_one_length_without_odd_marks_are_read(rows: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    assert by_column(text.getvalue()) == rows


@pytest.mark.parametrize(
    "text",
    [
        'a,"b\nc"\n',
        'a,"b""c"\n',
        'a,b"c"\n',
        'a, "b"\n',
        '"a"b,c\n',
        'a,"b\n',
        "a\rb\n",
        "a,b\n\nc,d\n",
        "a,b\r\n\r\n",
        "\na,b\n",
        "a" * 1_001 + "\n",
    ],
)
def test_what_programs_cut_differently_is_not_plain(text: str) -> None:
    assert not is_plain(text.encode(), ",", LONGEST)


@pytest.mark.parametrize("text", ["", "a,b\nc\n", "a,b\n\n", "\ufeffa,b\n", 'a,b\n"c\nd",e\n'])
def test_rows_of_other_lengths_and_pieces_with_a_mark_are_left(text: str) -> None:
    assert plain_columns(text.encode(), ",", LONGEST) is None
