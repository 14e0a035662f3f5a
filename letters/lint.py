"""Everything that is wrong with a template, at once: bytes in, problems out."""

import math

from letters.contents import missing_contents, recognised_form
from letters.errors import LetterError
from letters.forms import Form
from letters.layout import layout_problems
from letters.package import open_package
from letters.problems import Fault, Place, Problem, Severity, refuse
from letters.reading import read_template
from letters.template import Template


def lint(document: bytes, name: str, form: Form | None = None) -> list[Problem]:
    """Every problem of a template, errors first, then by place.

    form: what the template stands for; None tells it by its title or V/v line. A template without
    an error can be used. A file that can't be read at all has one problem, which says why.
    """
    try:
        package = open_package(document, name)
        reading = read_template(package, name)
        found = list(reading.problems)
        form = form or recognised_form(reading)
        if form is None:
            found.append(_unknown_form())
        found += missing_contents(reading, form)
        found += layout_problems(package, reading, name)
    except LetterError as error:
        said = str(error).removeprefix(f"{name}: ")
        fault = Fault(said, "a Word document (.docx)", "save it again in Word as .docx")
        return [Problem(Place(), fault)]
    return sorted(dict.fromkeys(found), key=_rank)


def usable_template(document: bytes, name: str, form: Form) -> Template:
    """The template of an office for a form, if it has no error; warnings forbid nothing.

    Raises `LetterError` with the first error and the number of the others.
    """
    refuse(name, lint(document, name, form))
    return Template(document, name)


def _rank(problem: Problem) -> tuple[bool, str, float]:
    """A paragraph's own fault before what it makes the whole document lack."""
    return not problem.is_error, problem.place.part, problem.place.paragraph or math.inf


def _unknown_form() -> Problem:
    return Problem(
        Place(),
        Fault(
            "neither a title of Mẫu 04 nor a line V/v tells which form this is",
            ", ".join(Form),
            "name it with --form; until then only what all forms share is looked for",
            Severity.WARNING,
        ),
    )
