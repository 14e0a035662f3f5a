"""Why a step was not taken, as the pages tell it."""

from sqlalchemy import Connection

from monitor.letterbook.refusals import StepError, TakenError
from monitor.letterbook.sentences import say
from monitor.review.letters.story import called
from monitor.store.account_names import names_of


def told(connection: Connection, error: StepError) -> str:
    """Its message; who was faster stands there by name, where the log knows only the login."""
    login = error.values.get("who")
    if not isinstance(error, TakenError) or not isinstance(login, str):
        return str(error)
    who = called(login, names_of(connection, {login}))
    return say("refusals", error.why, **{**error.values, "who": who})
