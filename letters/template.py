"""A letter template: an office's .docx, checked and compiled once, filled in many times."""

import copy
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

import jinja2
from docxtpl import DocxTemplate
from lxml import etree

from letters.case import Wording
from letters.errors import LetterError
from letters.fields import FIELDS, MARKS
from letters.package import open_package, parse_xml, write_parts
from letters.paragraphs import drop_first, field_codes, paragraphs, remove, text_of
from letters.placeholders import (
    check_paragraph,
    count_names,
    environment,
    is_nothing_but_placeholders,
    marks_at_start,
    names_in,
)
from letters.values import clean_values

_FETCHING_CODES = re.compile(r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK)\b", re.I)
"""Word fields that read other files or start programs."""
_SHOWN = 80
"""So much of a paragraph stands in a message, characters."""


@dataclass(frozen=True, slots=True)
class _Use:
    """A field at the first place where a wording uses it."""

    field: str
    where: str


@dataclass(frozen=True, slots=True)
class _Variant:
    """The template for one wording, with a certain set of blank lines left out."""

    sources: Mapping[str, jinja2.Template]
    uses: tuple[_Use, ...]


class Template:
    """A .docx with ``{{ name }}`` placeholders from `letters.fields.FIELDS`.

    A paragraph that begins with ``{{ only_before }}``, ``{{ only_after }}`` or
    ``{{ only_finished }}`` (or several of them) is kept for these wordings only. A paragraph of
    nothing but placeholders that are allowed to be blank, and are, is left out.

    `document` is the file's bytes, `name` what messages call it. Raises `LetterError`, naming the
    paragraph, for whatever the template may not hold; nothing of it is run before it is checked.
    """

    def __init__(self, document: bytes, name: str) -> None:
        self.name = name
        self.document = document
        self.sha256 = hashlib.sha256(document).hexdigest()
        package = open_package(document, name)
        self._env = environment()
        self._roots = {
            part: parse_xml(package.parts[part], name, part) for part in package.text_parts
        }
        unchanged = {part: xml for part, xml in package.parts.items() if part not in self._roots}
        self._base = write_parts(unchanged)
        self._body = package.text_parts[0]
        for part, root in self._roots.items():
            self._check(part, root)
        self._variants: dict[tuple[Wording, frozenset[str]], _Variant] = {}
        sample = {field.name: field.example for field in FIELDS.values()}
        for wording in Wording:
            filled = self._fill(self._variant(wording, frozenset()), sample)
            for part, xml in filled.items():
                parse_xml(xml, name, part)

    def render(self, fields: Mapping[str, str], wording: Wording) -> bytes:
        """The letter as a .docx: same fields, same bytes.

        Raises `LetterError` for a missing field, a blank mandatory one, an unknown one, and for
        characters that XML can't hold.
        """
        values = clean_values(fields, self.name)
        blank = frozenset(
            name for name, value in values.items() if not value and FIELDS[name].may_be_blank
        )
        variant = self._variant(wording, blank)
        for use in variant.uses:
            if use.field not in values:
                raise LetterError(f"{use.where}: no value was given for the field {use.field!r}")
            if FIELDS[use.field].mandatory and not values[use.field]:
                raise LetterError(f"{use.where}: the mandatory field {use.field!r} is empty")
        return write_parts(self._fill(variant, values), onto=self._base)

    def used_fields(self) -> frozenset[str]:
        """The fields that at least one wording prints."""
        variants = (self._variant(wording, frozenset()) for wording in Wording)
        return frozenset(use.field for variant in variants for use in variant.uses)

    def _where(self, part: str, number: int, text: str) -> str:
        shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
        place = "" if part == self._body else f" of {part}"
        return f"{self.name}, paragraph {number}{place} ({shown.strip()!r})"

    def _check(self, part: str, root: etree._Element) -> None:
        for number, paragraph in enumerate(paragraphs(root), start=1):
            text = text_of(paragraph)
            check_paragraph(self._env, text, self._where(part, number, text))
        if code := _FETCHING_CODES.search(field_codes(root)):
            raise LetterError(
                f"{self.name}: {part} holds the field code {code.group()}, which reads other "
                "files; remove it"
            )

    def _variant(self, wording: Wording, blank: frozenset[str]) -> _Variant:
        key = (wording, blank)
        if key not in self._variants:
            uses: dict[str, _Use] = {}
            sources = {
                part: self._source(part, root, wording, blank, uses)
                for part, root in self._roots.items()
            }
            self._variants[key] = _Variant(sources, tuple(uses.values()))
        return self._variants[key]

    def _source(
        self,
        part: str,
        original: etree._Element,
        wording: Wording,
        blank: frozenset[str],
        uses: dict[str, _Use],
    ) -> jinja2.Template:
        """Compile one part, and note in `uses` where each field is first used."""
        root = copy.deepcopy(original)
        kept: list[tuple[etree._Element, list[str], str]] = []
        for number, paragraph in enumerate(paragraphs(root), start=1):
            text = text_of(paragraph)
            end, marks = marks_at_start(text)
            where = self._where(part, number, text)
            names = names_in(self._env, text[end:], where)
            other_wording = bool(marks) and wording not in {MARKS[mark] for mark in marks}
            all_blank = is_nothing_but_placeholders(text[end:]) and blank.issuperset(names)
            if other_wording or all_blank:
                remove(paragraph)
            else:
                drop_first(paragraph, end)
                kept.append((paragraph, names, where))
        wanted: list[str] = []
        for paragraph, names, where in kept:
            if root in paragraph.iterancestors():  # else its text box went with another paragraph
                wanted += names
                for name in names:
                    uses.setdefault(name, _Use(name, where))
        # Word splits a placeholder over runs at will; docxtpl knows how to join it again.
        healed = DocxTemplate(None).patch_xml(etree.tostring(root, encoding="unicode"))
        found = names_in(self._env, healed, f"{self.name}, {part}")
        if count_names(found) != count_names(wanted):
            raise LetterError(
                f"{self.name}: {part} has a placeholder outside the text of its paragraphs, or one "
                "that runs from one paragraph into the next"
            )
        return self._env.from_string(healed)

    def _fill(self, variant: _Variant, values: Mapping[str, str]) -> dict[str, bytes]:
        declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        return {
            part: (declaration + source.render(values)).encode()
            for part, source in variant.sources.items()
        }
