"""What config.toml shall not hold itself: passwords, each in a file that only its owner reads."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.engine import make_url

URL_FILE = "database-url.txt"
MAIL_PASSWORD_FILE = "mail-password.txt"  # noqa: S105 - the name of a file


@dataclass(frozen=True, slots=True)
class Apart:
    """Answers without their secrets, and the files (name → text) that hold these."""

    answers: Mapping[str, str]
    files: Mapping[str, str]


def apart(answers: Mapping[str, str], mail_password: str) -> Apart:
    """Take a password out of the database's address, and name the file of the mail server's."""
    kept = dict(answers)
    files = {}
    address = kept.get("database.url", "")
    if address and make_url(address).password:
        files[URL_FILE] = kept.pop("database.url") + "\n"
        kept["database.url_file"] = URL_FILE
    if kept.get("mail.username"):
        kept.setdefault("mail.password_file", MAIL_PASSWORD_FILE)
    if mail_password:
        files[kept["mail.password_file"]] = mail_password + "\n"
    return Apart(kept, files)
