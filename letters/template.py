"""A letter template: an office's .docx, checked and compiled once, filled in many times."""

import copy
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

from lxml import etree

from letters.case import Wording
from letters.errors import FieldError, LetterError, Unfit
from letters.fields import FIELDS
from letters.package import open_package, write_parts
from letters.paragraphs import paragraphs, put, remove
from letters.placeholders import FILTERS, Placeholder
from letters.problems import Place, refuse
from letters.reading import Part, read_template
from letters.values import clean_values

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class _Use:
    """A field at a place that prints it."""

    field: str
    filters: tuple[Callable[[str], str], ...]
    place: Place


@dataclass(frozen=True, slots=True)
class _Source:
    """A part's XML with holes: `texts` is one longer than `uses`, which stand between them."""

    texts: tuple[str, ...]
    uses: tuple[_Use, ...]

    def filled(self, values: Mapping[str, str]) -> bytes:
        """The part with a value in each hole."""
        pieces = [self.texts[0]]
        for use, text in zip(self.uses, self.texts[1:], strict=True):
            value = values[use.field]
            for change in use.filters:
                value = change(value)
            pieces += (escape(value), text)
        return "".join(pieces).encode()


class Template:
    """A .docx with ``{{ name }}`` placeholders from `letters.fields.FIELDS`.

    A paragraph that begins with ``{{ only_before }}``, ``{{ only_after }}`` or
    ``{{ only_finished }}`` (or several of them) is kept for these wordings only. A paragraph of
    nothing but placeholders that are allowed to be blank, and are, is left out.

    `document` is the file's bytes, `name` what messages call it. Raises `LetterError`, naming the
    paragraph, for whatever the template may not hold; nothing of it is ever run.
    """

    def __init__(self, document: bytes, name: str) -> None:
        self.name = name
        self.document = document
        self.sha256 = hashlib.sha256(document).hexdigest()
        package = open_package(document, name)
        reading = read_template(package, name)
        refuse(name, reading.problems)
        self._parts = reading.parts
        texts = package.text_parts
        self._base = write_parts({p: xml for p, xml in package.parts.items() if p not in texts})
        # A document can't hold a part of its own digest: this never meets the template's own text.
        self._hole = f"hole-{self.sha256}-{{}}-"
        self._roots = [self._with_holes(part) for part in self._parts]
        self._variants: dict[tuple[Wording, frozenset[str]], Mapping[str, _Source]] = {}

    def render(self, fields: Mapping[str, str], wording: Wording) -> bytes:
        """The letter as a .docx: same fields, same bytes.

        Raises `LetterError` for a missing field, a blank mandatory one, an unknown one, and for
        characters that a letter can't hold.
        """
        values = clean_values(fields, self.name)
        blank = frozenset(
            name for name, value in values.items() if not value and FIELDS[name].may_be_blank
        )
        variant = self._variant(wording, blank)
        for source in variant.values():
            for use in source.uses:
                if not values.get(use.field):
                    self._refuse_blank(use, values)
        filled = {part: source.filled(values) for part, source in variant.items()}
        return write_parts(filled, onto=self._base)

    def used_fields(self) -> frozenset[str]:
        """The fields that at least one wording prints."""
        variants = (self._variant(wording, frozenset()) for wording in Wording)
        return frozenset(u.field for v in variants for source in v.values() for u in source.uses)

    def _refuse_blank(self, use: _Use, values: Mapping[str, str]) -> None:
        where = f"{self.name}, {use.place}"
        if use.field not in values:
            raise LetterError(f"{where}: no value was given for the field {use.field!r}")
        if FIELDS[use.field].mandatory:
            said = f"{where}: the mandatory field {use.field!r} is empty"
            raise FieldError(said, use.field, Unfit.BLANK)

    def _with_holes(self, part: Part) -> tuple[etree._Element, tuple[_Use, ...]]:
        """The part's root, each placeholder a numbered hole in one run, its marks gone."""
        root = copy.deepcopy(part.root)
        uses: list[_Use] = []
        for line, paragraph in zip(part.lines, paragraphs(root), strict=True):
            holes = [
                (field.start, field.end, self._hole.format(number))
                for number, field in enumerate(line.scan.fields, start=len(uses))
            ]
            put(paragraph, [(0, line.scan.marks_end, ""), *holes])
            uses += [_use(field, line.place) for field in line.scan.fields]
        return root, tuple(uses)

    def _variant(self, wording: Wording, blank: frozenset[str]) -> Mapping[str, _Source]:
        """The template for one wording, with a certain set of blank lines left out."""
        key = (wording, blank)
        if key not in self._variants:
            self._variants[key] = {
                part.name: self._source(part, root, uses, wording, blank)
                for part, (root, uses) in zip(self._parts, self._roots, strict=True)
            }
        return self._variants[key]

    def _source(
        self,
        part: Part,
        root: etree._Element,
        uses: tuple[_Use, ...],
        wording: Wording,
        blank: frozenset[str],
    ) -> _Source:
        root = copy.deepcopy(root)
        for line, paragraph in zip(part.lines, paragraphs(root), strict=True):
            names = {field.name for field in line.scan.fields}
            all_blank = line.scan.is_nothing_but_fields and blank.issuperset(names)
            if all_blank or not line.is_kept_for(wording):
                remove(paragraph)
        xml = _DECLARATION + etree.tostring(root, encoding="unicode")
        texts = re.split(self._hole.format(r"(\d+)"), xml)
        return _Source(tuple(texts[::2]), tuple(uses[int(number)] for number in texts[1::2]))


def _use(field: Placeholder, place: Place) -> _Use:
    return _Use(field.name, tuple(FILTERS[name] for name in field.filters), place)
