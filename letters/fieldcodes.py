"""The codes of Word's own fields (PAGE, HYPERLINK, …), however Word has cut them up."""

from collections.abc import Iterator

from lxml import etree

from letters.paragraphs import W

_SIMPLE, _MARK, _CODE = f"{W}fldSimple", f"{W}fldChar", f"{W}instrText"


def field_codes(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Each field with the element where it begins and its whole code; nested ones come first."""
    open_fields: list[tuple[etree._Element, list[str]]] = []
    for element in root.iter(_SIMPLE, _MARK, _CODE):
        if element.tag == _SIMPLE:
            yield element, element.get(f"{W}instr", "")
        elif element.tag == _CODE:
            if open_fields:
                open_fields[-1][1].append(element.text or "")
            else:
                yield element, element.text or ""
        elif element.get(f"{W}fldCharType") == "begin":
            open_fields.append((element, []))
        elif element.get(f"{W}fldCharType") == "end" and open_fields:
            begin, code = open_fields.pop()
            yield begin, "".join(code)
    for begin, code in open_fields:
        yield begin, "".join(code)
