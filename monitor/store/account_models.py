"""The tables of those who use the review pages, beside those of `monitor.store.models`."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from monitor.store.models import Base, Key


class Person(Base):
    """Somebody with an account; never deleted, since the audit log names him.

    login: lower case. unit: the division, as dossiers name it. password_hash: argon2id, null for
    those who come through single sign-on; subject: who they are there. must_change: the password
    is the first one, which somebody else knows. failures: wrong passwords since the last right one.
    """

    __tablename__ = "person"
    __table_args__ = (
        Index("uq_person_login", "login", unique=True),
        Index("uq_person_subject", "subject", unique=True),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    login: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(Text)
    roles: Mapped[list[str]]
    unit: Mapped[str | None] = mapped_column(Text)
    password_hash: Mapped[str | None] = mapped_column(Text)
    must_change: Mapped[bool]
    subject: Mapped[str | None] = mapped_column(Text)
    failures: Mapped[int] = mapped_column(server_default=text("0"))
    locked_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class PersonSession(Base):
    """Somebody who is logged in.

    token_sha256: of what his browser holds. form_token: stands in each form of his pages. notice:
    what his last action did, told on his next page. Times are local, of the agency.
    """

    __tablename__ = "person_session"

    token_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    form_token: Mapped[str] = mapped_column(String(64))
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    notice: Mapped[str | None] = mapped_column(Text)


class ApiClient(Base):
    """A program that may read through the JSON interface, with the rights of roles as people have.

    token_sha256: of its token, which is shown once.
    """

    __tablename__ = "api_client"
    __table_args__ = (
        Index("uq_api_client_name", "name", unique=True),
        Index("uq_api_client_token_sha256", "token_sha256", unique=True),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    roles: Mapped[list[str]]
    unit: Mapped[str | None] = mapped_column(Text)
    token_sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class DossierView(Base):
    """Somebody looked at a dossier; kept because dossiers hold personal data."""

    __tablename__ = "dossier_view"
    __table_args__ = (
        Index("ix_dossier_view_dossier", "dossier", "at"),
        Index("ix_dossier_view_at", "at", "id"),
        Index("ix_dossier_view_who", "who", "id"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    at: Mapped[datetime]
    who: Mapped[str] = mapped_column(Text)
    dossier: Mapped[str] = mapped_column(ForeignKey("dossier.code"))
