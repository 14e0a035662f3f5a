"""Addresses: their parts, who gets the credentials, and that no secret is ever shown."""

import pytest
from office import Office
from sources.remote_office import pulled, remote

from monitor.intake.errors import IntakeError
from monitor.sources.addresses import Address, safe_name
from monitor.sources.reaching import access_to, reach
from monitor.sources.shares import Share


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("sftp://an:bimat7@host:2222/thư mục/a#1.xlsx", "sftp://an@host:2222/thư mục/a#1.xlsx"),
        ("sftp://an:bi@mat/host", "sftp://an@mat/host"),
        ("smb://SNV;an@may-chu/chia-se/*.xlsx", "smb://SNV;an@may-chu/chia-se/*.xlsx"),
        ("https://an:bimat7@host/export?key=bimat8", "https://an@host/export"),
        ("https://[2001:db8::1]:8443/a.csv", "https://[2001:db8::1]:8443/a.csv"),
        ("s3://bucket", "s3://bucket/"),
    ],
)
def test_an_address_is_shown_without_password_and_query(text: str, shown: str) -> None:
    assert str(Address.parse(text)) == shown


def test_parts_of_an_address_are_decoded_where_they_are_secrets() -> None:
    address = Address.parse("smb://SNV;an:b%40i@may-chu:1445/chia-se/ho so/*.xlsx")
    assert (address.user, address.password) == ("SNV;an", "b@i")
    assert (address.host, address.port) == ("may-chu", 1445)
    assert address.folder == "/chia-se/ho so/"


@pytest.mark.parametrize(
    ("path", "name", "is_meant"),
    [
        ("/a/*.xlsx", "b.xlsx", True),
        ("/a/*.xlsx", "b.xlsx.tmp", False),
        ("/a/ds-*-[1].csv", "ds-2021-[1].csv", True),
        ("/a/ds-*-[1].csv", "ds-2021-1.csv", False),
        ("/a/", "anything", True),
    ],
)
def test_only_a_star_stands_for_more_than_itself(path: str, name: str, is_meant: bool) -> None:
    pattern = Address.parse(f"sftp://host{path}").pattern
    assert pattern is not None
    assert bool(pattern.fullmatch(name)) is is_meant


@pytest.mark.parametrize("text", ["ftp://an:bimat7@host/a", "https://", "sftp://an:bimat7@/a"])
def test_what_is_no_address_is_refused_without_showing_it(text: str) -> None:
    with pytest.raises(IntakeError, match="expected an address that begins with") as error:
        Address.parse(text)
    assert "bimat7" not in str(error.value)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("a/b/đs.xlsx", "đs.xlsx"),
        ("..", "export"),
        ("a\\..\\b.csv", "a_.._b.csv"),
        ("", "export"),
        (".version.json", "version.json"),
        ("đ" * 300 + ".xlsx", "đ" * 100 + ".xlsx"),
        ("a." + "b" * 300, "a." + "b" * 198),
    ],
)
def test_a_name_from_elsewhere_stays_within_its_folder(given: str, name: str) -> None:
    assert safe_name(given) == name


@pytest.mark.parametrize(
    ("address", "gets_them"),
    [
        ("https://noi-bo/other.csv", True),
        ("https://NOI-BO/other.csv", True),
        ("http://noi-bo/other.csv", False),
        ("https://noi-bo:8443/other.csv", False),
        ("https://cong-khai/other.csv", False),
    ],
)
def test_credentials_go_to_the_server_of_the_source_alone(
    small_office: Office, address: str, gets_them: bool
) -> None:
    small_office.config = small_office.config.replace("export.xlsx", "https://noi-bo/export.xlsx")
    small_office.write_config(
        "[source.remote]\ntoken_file = 'token'\nusername = 'an'\nheaders = ['X-Key: 1:2']\n"
    )
    (small_office.folder / "token").write_text("bimat7\n")
    access = access_to(small_office.settings, Address.parse(address))
    assert (access.token, access.username) == (("bimat7", "an") if gets_them else ("", ""))
    assert access.headers == ((("X-Key", "1:2"),) if gets_them else ())


def test_a_windows_share_is_reached_by_its_own_name(small_office: Office) -> None:
    place = reach(small_office.settings, Address.parse("smb://an@127.0.0.1:1/chia-se/*.xlsx"))
    assert isinstance(place, Share)


def test_an_address_brings_its_own_name_and_password(small_office: Office) -> None:
    access = access_to(small_office.settings, Address.parse("sftp://an:x@host/a.csv"))
    assert (access.username, access.password) == ("an", "x")


def test_a_windows_share_that_nobody_serves_is_told_after_three_tries(
    small_office: Office,
) -> None:
    remote(small_office, "smb://an:bimat7@127.0.0.1:1/chia-se/*.xlsx", "timeout_s = 1\n")
    with pytest.raises(IntakeError, match=r"smb://an@.*can't be reached, tried 3 times") as error:
        pulled(small_office)
    assert "bimat7" not in str(error.value)
