"""Writes the shipped letter templates, letters/templates/*.docx, laid out by Nghị định 30/2020.

Run it after changing a text or a size: ``python tools/build_templates.py``. The same script writes
the same bytes, and a test compares them with the files in the repository. All sizes are in points,
all lengths in millimetres.
"""

import sys
from pathlib import Path

from docx.document import Document as DocumentObject
from docx.shared import Mm
from docx.text.paragraph import Paragraph
from template_paper import (
    CENTRE,
    JUSTIFY,
    LEFT,
    Layout,
    blank,
    borderless,
    packed,
    rule,
    strip,
    write,
)

TEMPLATES = Path(__file__).parent.parent / "letters" / "templates"

A4 = Layout(
    paper=(210, 297), margins=(20, 20, 30, 15), head=(71, 94), foot=(83, 82), motto_rule=56,
    names=12, motto=13, number=13, subject=12, title=14, body=14,
    recipients_title=12, recipients=11, indent=12.7, spacing=6, line=1.15, signature=72,
)  # fmt: skip
A5 = Layout(
    paper=(148, 210), margins=(12, 10, 15, 10), head=(48, 75), foot=(66, 57), motto_rule=47,
    names=10, motto=11, number=11, subject=11, title=12, body=11,
    recipients_title=10, recipients=9, indent=10, spacing=6, line=1.0, signature=48,
)  # fmt: skip

RECEIVED = (
    "{{ received_on|capitalize }}, {{ agency }} tiếp nhận hồ sơ của {{ addressee }} đề nghị giải "
    "quyết thủ tục hành chính: {{ procedure }}; "
)
DUE = "Thời gian hẹn trả kết quả: {{ due }}."
RECEIPT = "ghi trên Giấy tiếp nhận hồ sơ và hẹn trả kết quả."
LATE_RECEIPT = f"đúng thời hạn {RECEIPT}"
STATEMENTS = (
    "{{ only_before }}Tuy nhiên, vì lý do nêu dưới đây, {{ agency }} dự kiến không thể trả kết quả "
    + LATE_RECEIPT,
    "{{ only_after }}Tuy nhiên, {{ agency }} đến nay chưa trả kết quả " + LATE_RECEIPT,
    "{{ only_finished }}Tuy nhiên, đến {{ completed_on }} hồ sơ mới có kết quả, {{ lateness }} "
    + RECEIPT,
)
REASON = "Lý do: {{ reason }} (nguyên nhân thuộc về: {{ fault }})."
TROUBLE = "gây phiền hà, làm tốn kém thời gian, chi phí và công sức của {{ addressee }}. "
SORRY = "{{ agency }} chân thành xin lỗi {{ addressee }}"
FETCH = (
    "Hồ sơ hiện đã có kết quả. Nếu {{ addressee }} chưa nhận, kính mời {{ addressee }} nhận tại "
    "Bộ phận Tiếp nhận và Trả kết quả hoặc theo hình thức đã đăng ký khi nộp hồ sơ."
)
WISH = "Rất mong nhận được sự thông cảm của {{ addressee }}./."


def apology(promise: str) -> tuple[str, ...]:
    """The apology and what is promised, in the three wordings."""
    return (
        f"{{{{ only_before }}}}Sự chậm trễ này có thể {TROUBLE}{SORRY}{promise}",
        f"{{{{ only_after }}}}Sự chậm trễ này đã {TROUBLE}{SORRY}{promise}",
        f"{{{{ only_finished }}}}Sự chậm trễ này đã {TROUBLE}{SORRY}.",
        f"{{{{ only_finished }}}}{FETCH}",
    )


def main() -> None:
    """Write every template."""
    for name, content in built().items():
        (TEMPLATES / name).write_bytes(content)
        sys.stderr.write(f"{name}: {len(content)} bytes\n")


def built() -> dict[str, bytes]:
    """Each template's file name and bytes."""
    return {
        "mau-04-2018.docx": slip(
            A5,
            ("PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",),
            f"{RECEIVED}mã hồ sơ: {{{{ code }}}}.",
            apology(" và hẹn lại thời gian trả kết quả vào {{ new_due_on }}."),
        ),
        "mau-04-2025.docx": slip(
            A4,
            ("PHIẾU XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN", "THỜI GIAN GIẢI QUYẾT"),
            f"{RECEIVED}số định danh: {{{{ applicant_id }}}}; mã hồ sơ: {{{{ code }}}}.",
            apology(
                ", đề nghị được gia hạn thời gian giải quyết hồ sơ và sẽ trả kết quả vào "
                "{{ new_due_on }}."
            ),
        ),
        "cong-van.docx": official_letter(A4),
    }


def slip(layout: Layout, title: tuple[str, ...], received: str, apology: tuple[str, ...]) -> bytes:
    """A Mẫu 04: a named document, its title centred over the text."""
    document = blank(layout, " ".join(title).capitalize())
    head(document, layout, "Số: {{ slip_number }}", ())
    for number, line in enumerate(title):
        last = number == len(title) - 1
        before, after = (14 if number == 0 else 0), (10 if last else 0)
        write(
            document.add_paragraph(),
            line,
            layout.title,
            CENTRE,
            bold=True,
            before=before,
            after=after,
        )
    write(
        document.add_paragraph(),
        "Kính gửi: {{ recipient }}",
        layout.body,
        CENTRE,
        after=8,
    )
    text_and_foot(document, layout, (received, DUE, *STATEMENTS, REASON), apology)
    return packed(document)


def official_letter(layout: Layout) -> bytes:
    """A công văn: no title, the subject (V/v) under the number."""
    document = blank(layout, "Công văn xin lỗi")
    late, again = "giải~quyết quá~hạn", "và~hẹn~lại thời~gian trả~kết~quả"
    subjects = (
        f"{{{{ only_before }}}}{tied(f'V/v xin~lỗi đối~với hồ~sơ dự~kiến {late} {again}')}",
        f"{{{{ only_after }}}}{tied(f'V/v xin~lỗi đối~với hồ~sơ {late} {again}')}",
        f"{{{{ only_finished }}}}{tied(f'V/v xin~lỗi đối~với hồ~sơ {late}')}",
    )
    head(document, layout, "Số: {{ letter_number }}", subjects)
    write(
        document.add_paragraph(),
        "Kính gửi: {{ recipient }}",
        layout.body,
        CENTRE,
        before=18,
        after=12,
    )
    promise = " và hẹn lại thời gian trả kết quả vào {{ new_due_on }}."
    received = f"{RECEIVED}mã hồ sơ: {{{{ code }}}}."
    text_and_foot(document, layout, (received, DUE, *STATEMENTS, REASON), apology(promise))
    return packed(document)


def tied(text: str) -> str:
    """The text with a no-break space for each ~: a narrow column breaks it between phrases only."""
    return text.replace("~", "\N{NO-BREAK SPACE}")


def head(document: DocumentObject, layout: Layout, number: str, subjects: tuple[str, ...]) -> None:
    """Agency and number at left, Quốc hiệu, motto, place and date at right."""
    table = borderless(document, layout.head, rows=2)
    left, right = table.rows[0].cells
    write(left.paragraphs[0], "{{ parent|upper|balanced }}", layout.names, CENTRE)
    write(left.add_paragraph(), "{{ agency|upper|balanced }}", layout.names, CENTRE, bold=True)
    rule(left, layout.head[0], layout.head[0] * 0.4)
    write(
        right.paragraphs[0], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", layout.names, CENTRE, bold=True
    )
    write(right.add_paragraph(), "Độc lập - Tự do - Hạnh phúc", layout.motto, CENTRE, bold=True)
    rule(right, layout.head[1], layout.motto_rule)
    left, right = table.rows[1].cells
    write(left.paragraphs[0], number, layout.number, CENTRE)
    for subject in subjects:
        paragraph = write(left.add_paragraph(), subject, layout.subject, CENTRE, before=6)
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(6)
    write(right.paragraphs[0], "{{ place }}, {{ issued_on }}", layout.number, CENTRE, italic=True)


def text_and_foot(
    document: DocumentObject, layout: Layout, first: tuple[str, ...], last: tuple[str, ...]
) -> None:
    """The running text and what is below it; a signature never stands alone on a second page."""
    for text in first:
        body(document, layout, text)
    for text in (*last, WISH):
        body(document, layout, text).paragraph_format.keep_with_next = True
    foot(document, layout)


def foot(document: DocumentObject, layout: Layout) -> None:
    """Nơi nhận at left, the signer at right."""
    strip(document, 10).paragraph_format.keep_with_next = True
    table = borderless(document, layout.foot, rows=1)
    strip(document, 1)  # Word wants a paragraph after the last table
    left, right = table.rows[0].cells
    write(left.paragraphs[0], "Nơi nhận:", layout.recipients_title, LEFT, bold=True, italic=True)
    for line in (
        "- Như trên;",
        "- Bộ phận Tiếp nhận và Trả kết quả;",
        "- Lưu: {{ kept_by }}.",
    ):
        write(left.add_paragraph(), line, layout.recipients, LEFT)
    write(right.paragraphs[0], "{{ signer_authority|upper }}", layout.body, CENTRE, bold=True)
    write(right.add_paragraph(), "{{ signer_title|upper }}", layout.body, CENTRE, bold=True)
    write(
        right.add_paragraph(),
        "{{ signer_name }}",
        layout.body,
        CENTRE,
        bold=True,
        before=layout.signature,
    )


def body(document: DocumentObject, layout: Layout, text: str) -> Paragraph:
    """A paragraph of the running text."""
    paragraph = write(document.add_paragraph(), text, layout.body, JUSTIFY, after=layout.spacing)
    paragraph.paragraph_format.first_line_indent = Mm(layout.indent)
    paragraph.paragraph_format.line_spacing = layout.line
    return paragraph


if __name__ == "__main__":
    main()
