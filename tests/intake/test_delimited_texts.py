"""Texts with delimiters: no quotation mark swallows rows, and no end is missed."""

from pathlib import Path

import pytest
from reading import dossier, read

from monitor.intake.errors import IntakeError

HEAD = "STT,Mã hồ sơ,Chủ hồ sơ,Ngày hẹn trả,Trạng thái\n"


def lines(count: int, **named: str) -> list[str]:
    """Rows with running numbers; row n has another applicant where `rn` names one."""
    return [
        f"{n},000.11.22.H99-210901-{n:04},{named.get(f'r{n}', 'Lê Thị B')},17/09/2021,4\n"
        for n in range(1, count + 1)
    ]


def text(tmp_path: Path, content: str) -> Path:
    file = tmp_path / "a.csv"
    file.write_text(content, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "named",
    [
        {"r5": '"Cty A', "r9": '"Cty B'},
        {"r5": '"Cty A', "r6": 'Cty B"'},
        {"r5": '"Cty A'},
        {"r1": '"Cty A'},
    ],
    ids=["to the next mark", "well-formed", "to the end", "from the first row"],
)
def test_a_quotation_mark_that_takes_in_the_rows_below_is_refused(
    tmp_path: Path, named: dict[str, str]
) -> None:
    first = min(int(key[1:]) for key in named)
    said = rf"a\.csv: row {first + 1} takes in the lines below it: .*'Cty A,17"
    with pytest.raises(IntakeError, match=said):
        read(text(tmp_path, HEAD + "".join(lines(20, **named))))


def test_quoted_texts_may_have_line_breaks_delimiters_and_numbers(tmp_path: Path) -> None:
    name = '"Cty ""A"", HN\n12, phố 3, phường 4, quận 5\n7"'
    pull = read(text(tmp_path, HEAD + "".join(lines(20, r5=name))))
    assert (pull.accepted, pull.rejected) == (20, ())
    applicant = dossier(pull, "000.11.22.H99-210901-0005")["applicant"]
    assert applicant == 'Cty "A", HN 12, phố 3, phường 4, quận 5 7'


@pytest.mark.parametrize("cut", [3, 10, 27, 34])
def test_a_text_that_ends_in_the_middle_of_a_row_is_refused(tmp_path: Path, cut: int) -> None:
    rows = lines(20)
    with pytest.raises(IntakeError, match=r"a\.csv: ends in the middle of row 21"):
        read(text(tmp_path, HEAD + "".join(rows[:-1]) + rows[-1][:cut]))


def test_a_last_line_without_an_end_and_a_footer_are_no_cut(tmp_path: Path) -> None:
    rows = "".join(lines(20))
    for content in (rows.rstrip("\n"), rows + "Tổng cộng: 20"):
        assert read(text(tmp_path, HEAD + content)).accepted == 20


def test_a_text_that_leaves_out_empty_cells_at_the_end_of_rows_is_not_cut(tmp_path: Path) -> None:
    head = HEAD.replace("Trạng thái", "Trạng thái,Ngày kết thúc xử lý")
    rows = [f"{n},H-{n:04},Lê B,17/09/2021,4{',16/09/2021' * (n % 2)}\n" for n in range(1, 21)]
    assert read(text(tmp_path, head + "".join(rows).rstrip("\n"))).accepted == 20


def test_the_delimiter_is_the_one_that_parts_the_headings(tmp_path: Path) -> None:
    rows = [f"H-{n};Số {n}, ngõ 2, phố 3, phường 4, TP;17/09/2021;4\n" for n in range(1, 30)]
    pull = read(text(tmp_path, "Mã hồ sơ;Địa chỉ;Ngày hẹn trả;Trạng thái\n" + "".join(rows)))
    assert pull.accepted == 29
    assert pull.extras["Địa chỉ"].iloc[0] == "Số 1, ngõ 2, phố 3, phường 4, TP"
