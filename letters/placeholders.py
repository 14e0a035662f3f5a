"""The little language of the templates: ``{{ name }}``, ``{{ name|upper }}``, nothing else."""

import re
from collections import Counter

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from letters.balance import balanced
from letters.errors import LetterError, nearest
from letters.fields import FIELDS, MARKS

FILTERS = ("upper", "capitalize", "balanced")

_PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")
_LEFT_OVER = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_SINGLE_BRACES = re.compile(r"\{\s*(\w+)\s*\}")
_MARK = rf"\{{\{{\s*(?:{'|'.join(MARKS)})\s*\}}\}}"
_MARKS_AT_START = re.compile(rf"\s*(?:{_MARK}\s*)+")


def environment() -> SandboxedEnvironment:
    """A Jinja environment that escapes for XML and knows our few filters and nothing else."""
    env = SandboxedEnvironment(
        undefined=StrictUndefined, autoescape=True, keep_trailing_newline=True
    )
    env.globals.clear()
    env.tests.clear()
    env.filters["balanced"] = balanced
    env.filters = {name: env.filters[name] for name in FILTERS}
    return env


def marks_at_start(text: str) -> tuple[int, frozenset[str]]:
    """How many characters the marks at the head of a paragraph take, and which marks these are."""
    match = _MARKS_AT_START.match(text)
    if match is None:
        return 0, frozenset()
    return match.end(), frozenset(name.strip() for name in _PLACEHOLDER.findall(match.group()))


def is_nothing_but_placeholders(text: str) -> bool:
    """Whether the paragraph would be empty if its fields were."""
    return not _PLACEHOLDER.sub("", text).strip() and bool(text.strip())


def check_paragraph(env: SandboxedEnvironment, text: str, where: str) -> list[str]:
    """The fields that a paragraph uses, in order; `where` begins the message of a `LetterError`.

    Refused before anything is run: unknown names, calls, attributes, tags, comments, unclosed
    braces, and marks that don't stand at the beginning.
    """
    end, _ = marks_at_start(text)
    rest = text[end:]
    names = names_in(env, rest, where)
    for name in names:
        if name in MARKS:
            raise LetterError(f"{where}: the mark {name!r} must stand at the paragraph's beginning")
        if name not in FIELDS:
            raise LetterError(f"{where}: unknown field {name!r}{nearest(name, (*FIELDS, *MARKS))}")
    plain = _PLACEHOLDER.sub("", rest)
    if stray := _LEFT_OVER.search(plain):
        raise LetterError(f"{where}: {stray.group()!r} has no meaning here; write {{{{ name }}}}")
    for name in _SINGLE_BRACES.findall(plain):
        if name in FIELDS or name in MARKS:
            raise LetterError(f"{where}: write {{{{ {name} }}}} with two braces on each side")
    return names


def names_in(env: SandboxedEnvironment, source: str, where: str) -> list[str]:
    """The names that a piece of template prints; anything but plain names is refused."""
    try:
        tree = env.parse(source)
    except TemplateSyntaxError as error:
        raise LetterError(
            f"{where}: {error.message}; a placeholder is {{{{ name }}}} or {{{{ name|upper }}}}"
        ) from error
    names: list[str] = []
    for statement in tree.body:
        if not isinstance(statement, nodes.Output):
            kind = type(statement).__name__
            raise LetterError(f"{where}: tags are not allowed ({kind}); only {{{{ name }}}} is")
        for node in statement.nodes:
            if not isinstance(node, nodes.TemplateData):
                names.append(_name(node, where))
    return names


def count_names(names: list[str]) -> Counter[str]:
    """How often each field is used, marks left out."""
    return Counter(name for name in names if name not in MARKS)


def _name(node: nodes.Node | None, where: str) -> str:
    while isinstance(node, nodes.Filter):
        extras = node.args or node.kwargs or node.dyn_args or node.dyn_kwargs
        if node.name not in FILTERS or extras:
            raise LetterError(
                f"{where}: the filter {node.name!r} is not allowed; allowed: {', '.join(FILTERS)}"
            )
        node = node.node
    if not isinstance(node, nodes.Name):
        kind = type(node).__name__
        raise LetterError(
            f"{where}: {kind} is not allowed in a placeholder; only a field's name is"
        )
    return node.name
