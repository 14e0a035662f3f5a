"""The paper: apology letters as .docx, from fields and a template; bytes in, bytes out.

Nothing here looks at the clock, the network, a database or any file but the packaged templates and
tables. An office can use this package alone, from a script::

    from letters import Form, Wording, builtin_template, letter_fields

    fields = letter_fields(case, agency, reason="…", fault="…", new_due_on=date(2021, 9, 15))
    docx = builtin_template(Form.MAU_04_2018).render(fields, Wording.AFTER)
"""

from letters.case import Agency, Case, Wording
from letters.compose import letter_fields
from letters.errors import FieldError, LetterError, Unfit
from letters.fields import FIELDS, Field
from letters.filenames import safe_name
from letters.forms import Form, builtin_template, form_in_force
from letters.lint import lint, usable_template
from letters.problems import Problem, Severity
from letters.template import Template

__all__ = [
    "FIELDS",
    "Agency",
    "Case",
    "Field",
    "FieldError",
    "Form",
    "LetterError",
    "Problem",
    "Severity",
    "Template",
    "Unfit",
    "Wording",
    "builtin_template",
    "form_in_force",
    "letter_fields",
    "lint",
    "safe_name",
    "usable_template",
]
