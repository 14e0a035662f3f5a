"""Templates made by hand: the shipped ones with one thing changed, as Word or an attacker would."""

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from io import BytesIO
from zipfile import ZipFile

from letter_samples import part_of, with_part

from letters import Form

BODY = "word/document.xml"
Change = Callable[[bytes], bytes]


@cache
def shipped(form: Form = Form.CONG_VAN) -> bytes:
    return (files("letters") / "templates" / f"{form}.docx").read_bytes()


def in_part(part: str, old: str, new: str, *, times: int = 1) -> Change:
    """Replace XML that must be there."""

    def change(document: bytes) -> bytes:
        xml = part_of(document, part).decode()
        assert old in xml, old
        return with_part(document, part, xml.replace(old, new, times).encode())

    return change


def text(old: str, new: str) -> Change:
    """Replace a piece of the body's XML or text."""
    return in_part(BODY, old, new)


def everywhere(old: str, new: str) -> Change:
    return in_part(BODY, old, new, times=-1)


def added(xml: str) -> Change:
    """Put XML into the closing sentence, after its words."""
    return text("./.</w:t></w:r>", f"./.</w:t></w:r>{xml}")


def run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def split(words: str, *between: str) -> Change:
    """Cut `words` into runs, with markup of Word between them, wherever "|" stands."""
    pieces = words.split("|")
    joints = [f"</w:t></w:r>{mark}<w:r><w:t>" for mark in between]
    joined = pieces[0] + "".join(j + p for j, p in zip(joints, pieces[1:], strict=True))
    return text("".join(pieces), joined)


def part(name: str, content: str = "x") -> Change:
    return lambda document: with_part(document, name, content.encode())


def relation(kind: str, target: str, mode: str = "External") -> Change:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return in_part(
        "word/_rels/document.xml.rels",
        "</Relationships>",
        f'<Relationship Id="rId99" Type="{base}/{kind}" Target="{target}" TargetMode="{mode}"/>'
        "</Relationships>",
    )


def all_of(*changes: Change) -> Change:
    def change(document: bytes) -> bytes:
        for one in changes:
            document = one(document)
        return document

    return change


def same(document: bytes) -> bytes:
    return document


def in_utf_16(document: bytes) -> bytes:
    """The same, its body in an encoding that other programs write."""
    body = part_of(document, BODY).decode()
    declared = body.partition("?>")[2]
    return with_part(document, BODY, f'<?xml version="1.0"?>{declared}'.encode("utf-16"))


def renamed(document: bytes, old: str, new: str) -> bytes:
    """The same with other names of its parts, wherever they stand."""
    buffer = BytesIO()
    with ZipFile(BytesIO(document)) as source, ZipFile(buffer, "w") as target:
        for name in source.namelist():
            content = source.read(name).replace(old.encode(), new.encode())
            target.writestr(name.replace(old, new).replace("_rels/document", "_rels/thu"), content)
    return buffer.getvalue()
