"""The keys of config.toml: their types, their defaults, what they mean."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    ValidationError,
    model_validator,
)
from pydantic_core import InitErrorDetails
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from letters import Form
from monitor.config.api import ApiSettings
from monitor.config.calendar import CalendarSettings
from monitor.config.digest import DigestSettings
from monitor.config.guards import GuardsSettings
from monitor.config.indicators import IndicatorsSettings
from monitor.config.mail import MailSettings
from monitor.config.retention import RetentionSettings
from monitor.config.rules import BY_LAW, LawOrCount, RulesSettings
from monitor.config.schedule import LogSettings, ScheduleSettings
from monitor.config.sources import RemoteSettings, SqlSettings
from monitor.config.web import WebSettings
from monitor.intake.columns import CANONICAL
from monitor.intake.named_layouts import layout_names
from monitor.letterbook.kinds import Fault
from rules.frame import LETTER_BEFORE
from rules.values import LegalValue


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("expected the name of a time zone, e.g. Asia/Ho_Chi_Minh")
    return name


def _known_column(name: str) -> str:
    if name not in CANONICAL:
        raise ValueError(f"expected one of: {', '.join(CANONICAL)}")
    return name


def _strptime_format(pattern: str) -> str:
    day = datetime(2021, 7, 30)  # noqa: DTZ001
    try:
        if datetime.strptime(day.strftime(pattern), pattern).date() == day.date():  # noqa: DTZ007
            return pattern
    except ValueError:
        pass
    raise ValueError("expected a strptime format with day, month and year, e.g. %d/%m/%Y %H:%M")


def _known_form(name: str) -> str:
    known = ("auto", *Form)
    if name not in known:
        raise ValueError(f"expected one of: {', '.join(known)}")
    return name


def _known_layout(name: str) -> str:
    if name not in layout_names():
        raise ValueError(f"expected one of: {', '.join(layout_names())}")
    return name


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str | dict) else value


def _database_url(url: str) -> str:
    try:
        backend = make_url(url).get_backend_name()
    except ArgumentError:
        backend = ""
    if backend not in ("sqlite", "postgresql"):
        raise ValueError("expected sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME")
    return url


Zone = Annotated[str, AfterValidator(_known_zone)]
ColumnName = Annotated[str, AfterValidator(_known_column)]
Headings = Annotated[list[str], BeforeValidator(_as_list), Field(min_length=1)]
FormName = Annotated[str, AfterValidator(_known_form)]
LayoutName = Annotated[str, AfterValidator(_known_layout)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class AgencySettings(_Table):
    """Who the office is, from a day on; printed at the head and foot of letters."""

    start: date = Field(date.min, alias="from", description="first day this name holds")
    name: str = Field("", description="the agency, e.g. Sở Nội vụ")
    parent: str = Field("", description="the superior body, e.g. Ủy ban nhân dân tỉnh ...")
    abbreviation: str = Field("", description="as in document numbers, e.g. SNV")
    place: str = Field("", description="place in the date line of letters")
    signer_title: str = Field("", description="e.g. Giám đốc")
    signer_name: str = Field("", description="who signs")
    signer_power: str = Field("", description="KT. · TL. · TUQ. or empty")
    timezone: Zone = Field("Asia/Ho_Chi_Minh", description="the zone of all dates")


class DatesSettings(_Table):
    """How this source writes its dates."""

    formats: list[Annotated[str, AfterValidator(_strptime_format)]] = Field(
        [], description="strptime formats tried before the known ones"
    )
    timezone: Zone | None = Field(None, description="zone of stamps without an offset")


class SourceSettings(_Table):
    """Where the dossiers come from."""

    type: Literal["file", "sql", "api"] = Field("file", description="how the source is read")
    path: str = Field("", description="a file, folder or glob, relative to this file; or a URL")
    move_to: str = Field("", description="folder for files whose run has landed; empty: they stay")
    settle_s: float = Field(2, ge=0, description="a new file must stay the same for so long")
    layout: LayoutName = Field(
        "auto", description="auto: headings are matched by meaning; or the layout of one system"
    )
    columns: dict[ColumnName, Headings] = Field({}, description="canonical name = heading(s)")
    statuses: dict[str, Annotated[int, Field(ge=1, le=10)]] = Field(
        {}, description="wording of this office = status 1 to 10"
    )
    dates: DatesSettings = DatesSettings()
    remote: RemoteSettings = RemoteSettings()
    sql: SqlSettings = SqlSettings()
    api: ApiSettings | None = None

    @model_validator(mode="wrap")
    @classmethod
    def _is_whole(cls, table: Any, check: ModelWrapValidatorHandler[Self]) -> Self:
        """What this type of source needs is there."""
        source = check(table)
        if missing := source._missing():
            details = [InitErrorDetails(type="missing", loc=where, input=None) for where in missing]
            raise ValidationError.from_exception_data(cls.__name__, details)
        return source

    def _missing(self) -> list[tuple[str, ...]]:
        needed: dict[tuple[str, ...], object] = {("path",): self.path}
        if self.type == "api":
            needed = {("api",): self.api}
        if self.type == "sql":
            address = self.sql.url or self.sql.url_file
            needed = {("sql", "url"): address, ("sql", "query"): self.sql.query}
        return [where for where, value in needed.items() if not value]


class PostingsSettings(_Table):
    """Where the public lists of results are."""

    path: str = Field(description="files that hold dossier codes, relative to this file; or a URL")


class ProceduresSettings(_Table):
    """Where the catalogue of procedures is."""

    path: str = Field(description="file(s) with the legal time of each procedure; or a URL")
    unit: Literal["days", "working-days"] = Field(
        "days", description="what the catalogue means by ngày without làm việc"
    )


class DatabaseSettings(_Table):
    """Where everything is kept."""

    url: Annotated[str, AfterValidator(_database_url)] = Field(
        "sqlite:///tthc.db", description="SQLAlchemy address of the database"
    )
    url_file: Path | None = Field(None, description="a file that holds the address instead")


class LettersSettings(_Table):
    """How apology letters are drafted."""

    output: Path = Field(Path("out/letters"), description="folder for the drafts")
    form: FormName = Field("auto", description="which template; auto: by the letter's date")
    forms: dict[str, FormName] = Field({}, description="procedure field (lĩnh vực) = template")
    templates: dict[Form, Path] = Field(
        {}, description="form = the office's own .docx, relative to this file"
    )
    draft_before_due: bool = Field(
        False, description="also draft for dossiers that due-soon finds, in the wording 'before'"
    )
    pdf: bool = Field(False, description="write a PDF beside each draft, through LibreOffice")
    soffice: str = Field("", description="the LibreOffice program; empty: it is looked for")
    days_before_due: LawOrCount = Field(
        BY_LAW, description="a letter is in time up to so many days before the appointment"
    )

    series: str = Field(
        "auto", max_length=40, description="symbol after the number; auto: PXL or the agency's"
    )
    excusing_faults: list[Fault] = Field(
        [], description="whose fault excuses the office from a letter"
    )

    @property
    def latest_before(self) -> int | LegalValue:
        """`days_before_due` as the facts frame takes it."""
        days = self.days_before_due
        return days if isinstance(days, int) else LETTER_BEFORE


class Settings(BaseSettings):
    """All of config.toml, overridden by environment variables TTHC_TABLE__KEY."""

    model_config = SettingsConfigDict(
        env_prefix="TTHC_", env_nested_delimiter="__", extra="forbid", frozen=True
    )

    late_by_clock: bool = Field(False, description="compare clock times instead of dates")
    agency: Annotated[list[AgencySettings], BeforeValidator(_as_list), Field(min_length=1)] = [
        AgencySettings()
    ]
    source: SourceSettings
    postings: PostingsSettings | None = None
    procedures: ProceduresSettings | None = None
    guards: GuardsSettings = GuardsSettings()
    calendar: CalendarSettings = CalendarSettings()
    database: DatabaseSettings = DatabaseSettings()
    rules: RulesSettings = RulesSettings()
    indicators: IndicatorsSettings = IndicatorsSettings()
    letters: LettersSettings = LettersSettings()
    web: WebSettings = WebSettings()
    mail: MailSettings = MailSettings()
    digest: DigestSettings = DigestSettings()
    schedule: ScheduleSettings = ScheduleSettings()
    log: LogSettings = LogSettings()
    retention: RetentionSettings = RetentionSettings()

    _base: Path = PrivateAttr(default=Path())

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file; nothing else is read."""
        return env_settings, init_settings

    @classmethod
    def from_table(cls, table: Mapping[str, Any], base: Path) -> "Settings":
        """Check a parsed config.toml; relative paths in it are relative to `base`.

        Raises pydantic.ValidationError.
        """
        settings = cls(**table)
        settings._base = base
        return settings

    def resolve(self, path: str | Path) -> Path:
        """A path of the config file, made absolute against the file's folder."""
        return self._base / path

    @property
    def soffice(self) -> Path | None:
        """The LibreOffice program that config.toml names."""
        return self.resolve(self.letters.soffice) if self.letters.soffice else None

    @property
    def mail_server(self) -> MailSettings:
        """[mail] with its files made absolute."""
        ca_file = self.mail.ca_file and self.resolve(self.mail.ca_file)
        return self.mail.model_copy(update={"ca_file": ca_file})

    @property
    def mail_password(self) -> str:
        """What logs in at the mail server; empty where nobody does."""
        file = self.mail.password_file
        return self.resolve(file).read_text(encoding="utf-8").strip() if file else ""

    def agency_on(self, day: date) -> AgencySettings:
        """Who the office was on that day; before its first entry, the first."""
        entries = sorted(self.agency, key=lambda entry: entry.start)
        return next((e for e in reversed(entries) if e.start <= day), entries[0])

    def zone_on(self, day: date) -> ZoneInfo:
        """The office's time zone on that day."""
        return ZoneInfo(self.agency_on(day).timezone)

    @property
    def database_url(self) -> str:
        """Address of the database; a relative SQLite file is relative to the config file."""
        url_file = self.database.url_file
        text = self.database.url
        if url_file:
            text = self.resolve(url_file).read_text(encoding="utf-8").strip()
        url = make_url(text)
        if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
            url = url.set(database=str(self.resolve(url.database)))
        return url.render_as_string(hide_password=False)
