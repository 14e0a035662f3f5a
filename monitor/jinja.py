"""The templates of a package: strict, escaped, with the words that officers read."""

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined, select_autoescape

from monitor import vietnamese


def templates(*packages: str) -> Environment:
    """The templates of these packages, those of the first before those of the next.

    A name that is not given is an error. Everything is escaped but what is in a ``.txt``.
    """
    environment = Environment(
        loader=ChoiceLoader([PackageLoader(package) for package in packages]),
        autoescape=select_autoescape(disabled_extensions=["txt"], default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # to look whether each has changed takes 0.2 ms a page
    )
    environment.filters |= {
        "day": vietnamese.day,
        "moment": vietnamese.moment,
        "number": vietnamese.number,
    }
    return environment
