"""`tthc init` asks a few questions and writes a config.toml that needs no second look."""

import os
import pty
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from monitor.bundled import bundled
from monitor.cli.app import app
from monitor.config import load_settings
from monitor.config.fill import FillError, filled, keys_of
from monitor.setup.questions import questions

ROOT = Path(__file__).parents[2]
SHIPPED = (ROOT / "config.toml").read_text(encoding="utf-8")
ASKED = [question.key for question in questions()]


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")


def init(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(app(["init"]), ["init", *arguments], input=typed)


def typing(**answers: str) -> str:
    """What a person types who answers these and presses Enter at all others."""
    by_key = {key.replace("__", "."): text for key, text in answers.items()}
    mail = "mail.host" in by_key
    asked = [key for key in ASKED if mail or not key.startswith("mail.") or key == "mail.host"]
    return "".join(by_key.get(key, "") + "\n" for key in asked)


def test_every_question_is_about_a_key_of_config_toml_and_fits_a_terminal() -> None:
    shown = keys_of(SHIPPED)
    for question in questions():
        assert question.key in shown
        assert len(question.hint) <= 78
        assert question.when in {"", *ASKED}


def test_defaults_make_a_file_that_says_what_the_shipped_one_says(tmp_path: Path) -> None:
    assert init("--yes").exit_code == 0
    written = (tmp_path / "config.toml").read_text(encoding="utf-8")
    assert written == SHIPPED
    assert (tmp_path / "exports").is_dir()


def test_answers_stand_at_their_keys_and_every_comment_stays(tmp_path: Path) -> None:
    typed = typing(
        agency__name='Sở "Tài nguyên" và Môi trường',
        agency__place="Nam Sơn",
        source__path="//may-chu/xuat/*.xlsx",
        web__url="https://tthc.namson.gov.vn",
    )
    result = init(typed=typed)
    assert result.exit_code == 0, result.output
    settings = load_settings(tmp_path / "config.toml")
    agency = settings.agency[0]
    assert agency.name == 'Sở "Tài nguyên" và Môi trường'
    assert agency.parent == "Ủy ban nhân dân tỉnh Nam Sơn"
    assert settings.source.path == "//may-chu/xuat/*.xlsx"
    assert (settings.web.url, settings.web.host) == ("https://tthc.namson.gov.vn", "127.0.0.1")
    written = (tmp_path / "config.toml").read_text(encoding="utf-8")
    assert _comments(written) == _comments(SHIPPED)
    assert "tthc check\n" in result.output
    assert "tthc db upgrade" not in result.output  # SQLite does without


def _comments(text: str) -> list[str]:
    """The comment of every line, those of shown keys too."""
    return [line.rpartition("# ")[2] for line in text.splitlines() if line.count(" # ") == 1]


@pytest.mark.parametrize(
    ("answers", "key", "follows"),
    [
        ({"agency__name": "Sở Kế hoạch và Đầu tư"}, "agency.abbreviation", "SKHĐT"),
        ({"agency__name": "Sở Lao động - Thương binh"}, "agency.abbreviation", "SLĐTB"),
        ({"web__url": "http://10.0.0.5:8041"}, "web.host", "0.0.0.0"),
        ({"web__url": "http://10.0.0.5:8041"}, "web.port", "8041"),
        ({"mail__host": "mail.so.gov.vn", "mail__port": "465"}, "mail.security", "tls"),
        ({"mail__host": "mail.so.gov.vn"}, "mail.sender", "tthc@so.gov.vn"),
        ({"agency__parent": "-"}, "agency.parent", ""),
    ],
)
def test_a_default_follows_from_the_answers_before(
    tmp_path: Path, answers: dict[str, str], key: str, follows: str
) -> None:
    assert init(typed=typing(**answers)).exit_code == 0
    value = keys_of((tmp_path / "config.toml").read_text(encoding="utf-8"))[key]
    assert str(value) == follows


@pytest.mark.parametrize(
    ("key", "wrong", "right", "said"),
    [
        ("database__url", "mysql://x", "sqlite:///a.db", "database.url = 'mysql://x': expected"),
        ("web__url", "tthc.gov.vn", "https://tthc.gov.vn", "expected the address that officers"),
        ("web__port", "http", "8050", "web.port = http: expected something like 8040"),
        ("web__port", "99999", "8050", "web.port = 99999: "),
    ],
)
def test_a_wrong_answer_is_said_and_asked_for_again(
    tmp_path: Path, key: str, wrong: str, right: str, said: str
) -> None:
    result = init(typed=typing(**{key: f"{wrong}\n{right}"}))
    assert result.exit_code == 0
    assert said in result.output
    value = keys_of((tmp_path / "config.toml").read_text(encoding="utf-8"))
    assert str(value[key.replace("__", ".")]) == right


def test_passwords_go_into_files_that_only_their_owner_reads(tmp_path: Path) -> None:
    address = "postgresql+psycopg://tthc:bi-mat@db/tthc"
    typed = typing(database__url=address, mail__host="mail.so.gov.vn", mail__username="tthc")
    result = init(typed=typed + "mat-khau\n")
    assert result.exit_code == 0
    assert "bi-mat" not in (tmp_path / "config.toml").read_text(encoding="utf-8")
    settings = load_settings(tmp_path / "config.toml")
    assert (settings.database_url, settings.mail_password) == (address, "mat-khau")
    for name in ("database-url.txt", "mail-password.txt", "config.toml"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert result.output.index("tthc db upgrade") < result.output.index("tthc check")


def test_who_gets_the_digest_and_the_bad_news_is_asked_where_mail_can_go(tmp_path: Path) -> None:
    said = {"mail.host": "mail.so.gov.vn", "schedule.admin": "cntt@so.gov.vn"}
    typed = typing(
        mail__host=said["mail.host"],
        digest__recipients__address="khong phai\ngiam-doc@so.gov.vn",
        schedule__admin=said["schedule.admin"],
    )
    result = init(typed=typed)
    assert result.exit_code == 0, result.output
    assert "khong phai" in result.output
    settings = load_settings(tmp_path / "config.toml")
    assert [one.address for one in settings.digest.recipients] == ["giam-doc@so.gov.vn"]
    assert settings.digest.recipients[0].name == ""
    assert settings.schedule.admin == "cntt@so.gov.vn"
    given = [part for one in said.items() for part in ("--set", "=".join(one))]
    assert init("--yes", "--force", *given).exit_code == 0
    assert load_settings(tmp_path / "config.toml").digest.recipients == []


def test_answers_and_other_keys_can_be_given_beforehand(tmp_path: Path) -> None:
    given = ("agency.name=Sở Y tế", "rules.due-soon.working_days=3", "postings.path=cong-khai/*")
    mail = ("mail.host=mail.so.gov.vn", "mail.username=tthc")
    result = init("--yes", *(part for one in (*given, *mail) for part in ("--set", one)))
    assert result.exit_code == 0, result.output
    settings = load_settings(tmp_path / "config.toml")
    assert settings.agency[0].abbreviation == "SYT"
    assert settings.postings
    assert settings.postings.path == "cong-khai/*"
    assert "working_days = 3 " in (tmp_path / "config.toml").read_text(encoding="utf-8")
    assert "Write the password of the mail server into mail-password.txt" in result.output


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("agency.nam=x", "config.toml has no key 'agency.nam'"),
        ("agency.name", "expected TABLE.KEY=VALUE"),
        ("web.port=no", "web.port = no: expected something like 8040"),
        ("web.port=1\nx = 2", "expected something like 8040"),
        ("database.url=mysql://x", "expected sqlite:///FILE"),
    ],
)
def test_a_wrong_answer_given_beforehand_ends_the_command(
    tmp_path: Path, given: str, said: str
) -> None:
    result = init("--yes", "--set", given)
    assert result.exit_code == 2
    assert said in result.output
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_only_written_over_when_asked_and_then_kept(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("# mine\n", encoding="utf-8")
    result = init("--yes")
    assert result.exit_code == 2
    assert "config.toml is there already; --force" in result.output
    assert file.read_text(encoding="utf-8") == "# mine\n"
    assert init("--yes", "--force").exit_code == 0
    assert file.read_text(encoding="utf-8") == SHIPPED
    assert (tmp_path / "config.toml.old").read_text(encoding="utf-8") == "# mine\n"


def test_a_config_elsewhere_is_named_in_the_next_steps(tmp_path: Path) -> None:
    result = init("--yes", "--config", "so/config.toml")
    assert result.exit_code == 0
    assert "tthc check --config so/config.toml" in result.output
    assert (tmp_path / "so" / "exports").is_dir()


def test_a_person_who_leaves_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    assert init(typed="Sở Y tế\nNam Sơn\n").exit_code == 1
    assert list(tmp_path.iterdir()) == []


def test_letters_come_with_their_marks_in_one_piece(tmp_path: Path) -> None:
    in_pieces = "So\u031b\u0309 Y te\u0302\u0301"
    assert init("--yes", "--set", f"agency.name={in_pieces}").exit_code == 0
    assert load_settings(tmp_path / "config.toml").agency[0].name == "Sở Y tế"


def test_a_real_terminal_can_answer(tmp_path: Path) -> None:
    keyboard, terminal = pty.openpty()
    command = [str(Path(sys.executable).with_name("tthc")), "init"]
    with subprocess.Popen(command, stdin=terminal, stdout=terminal, stderr=terminal) as asked:
        os.close(terminal)
        screen = b""
        os.write(keyboard, "Sở Y tếx\x7f\n".encode() + b"\n" * (len(ASKED) - 1))
        while chunk := _read(keyboard):
            screen += chunk
        assert asked.wait() == 0
    os.close(keyboard)
    assert load_settings(tmp_path / "config.toml").agency[0].name == "Sở Y tế"
    assert "Superior body" in screen.decode()
    assert "config.toml has been written" in screen.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # the other end has been closed
        return b""


def test_the_wheel_holds_what_demo_and_init_copy(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        wheel.extractall(tmp_path / "site")
    script = "from monitor.bundled import bundled; print(bundled('config.toml').read_text('utf-8'))"
    env = os.environ | {"PYTHONPATH": str(tmp_path / "site"), "PYTHONUTF8": "1"}
    shown = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=env, check=True, capture_output=True
    )
    assert shown.stdout.decode().rstrip() == SHIPPED.rstrip()
    assert (tmp_path / "site" / "monitor" / "examples" / "config.toml").is_file()
    assert bundled("examples") == ROOT / "examples"


def test_a_value_of_another_kind_is_refused() -> None:
    with pytest.raises(FillError, match="expected something like true"):
        filled(SHIPPED, {"rules.due-soon.enabled": "1"})
    with pytest.raises(FillError, match="no key"):
        filled(SHIPPED, {"port": "1"})
    assert 'hours = ["08:00-12:00"]' in filled(SHIPPED, {"calendar.hours": '["08:00-12:00"]'})
