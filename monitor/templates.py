"""The letter templates of an office: its own Word files where config.toml names them."""

from pathlib import Path

from letters import Form, LetterError, Template, builtin_template, usable_template
from monitor.config import Settings


class Templates:
    """Each form's template, read and checked when it is first asked for, and kept for a run."""

    def __init__(self, settings: Settings) -> None:
        self._files = {
            form: (path, settings.resolve(path))
            for form, path in settings.letters.templates.items()
        }
        self._known: dict[Form, Template | LetterError] = {}

    def of(self, form: Form) -> Template:
        """The office's template for a form, or the shipped one where it has none of its own.

        Raises LetterError, each time again, for a file that is not there or has an error. The
        shipped template never stands in for it: the office has agreed on other words.
        """
        if form not in self._files:
            return builtin_template(form)
        if form not in self._known:
            self._known[form] = self._load(form)
        known = self._known[form]
        if isinstance(known, LetterError):
            raise known
        return known

    def name(self, form: Form) -> str:
        """What messages call the template of a form."""
        return str(self._files[form][0]) if form in self._files else f"{form}.docx"

    def _load(self, form: Form) -> Template | LetterError:
        place: Path = self._files[form][1]
        try:
            return usable_template(place.read_bytes(), self.name(form), form)
        except OSError as error:
            return LetterError(
                f"{self.name(form)}: can't be read ({error.strerror}); config.toml names it under "
                f"[letters.templates] {form}"
            )
        except LetterError as error:
            return error
