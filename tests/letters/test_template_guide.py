"""The page for officers lists the fields as they are."""

from pathlib import Path

from letters import FIELDS, Form
from letters.fields import MARKS
from letters.placeholders import FILTERS
from monitor.cli.letters_templates import field_rows

GUIDE = (Path(__file__).parents[2] / "docs" / "mau-van-ban.md").read_text(encoding="utf-8")


def field_table() -> str:
    """The table between the two marks of the page."""
    head = "| ô | ý nghĩa | ví dụ | bắt buộc | khi chưa có |\n|---|---|---|---|---|\n"
    return head + "".join(
        f"| `{row['name']}` | {row['meaning']} | {row['example']} | {row['required_in']} "
        f"| {row['value']} |\n"
        for row in field_rows()
    )


def test_the_guide_holds_the_table_of_fields() -> None:
    _, _, rest = GUIDE.partition("<!-- fields -->\n")
    assert rest.partition("<!-- /fields -->")[0] == field_table()


def test_the_guide_names_every_form_filter_and_mark() -> None:
    for name in (*Form, *FILTERS, *MARKS, *FIELDS):
        assert name in GUIDE
