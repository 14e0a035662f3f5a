"""Exports from a bucket on a real S3 server."""

from collections.abc import Iterator
from typing import Any

import boto3  # type: ignore[import-untyped]
import pytest
from export_files import write
from moto.server import ThreadedMotoServer
from office import HEAD, Office, row
from sources.remote_office import codes, pulled, remote, source_of

from monitor.intake.errors import IntakeError


class Bucket:
    """A bucket named mot-cua, and the office whose exports lie in it."""

    def __init__(self, office: Office, url: str) -> None:
        self.office = office
        self.url = url
        keys = {"aws_access_key_id": "an", "aws_secret_access_key": "bimat7"}
        self.client: Any = boto3.client("s3", endpoint_url=url, region_name="us-east-1", **keys)
        self.client.create_bucket(Bucket="mot-cua")

    def put(self, key: str, *held: str) -> None:
        rows = [HEAD, *(row(code) for code in held)]
        content = write(self.office.folder / "made.csv", rows).read_bytes()
        self.client.put_object(Bucket="mot-cua", Key=key, Body=content)

    def named(self, path: str, more: str = "username = 'an'\n") -> Office:
        (self.office.folder / "secret").write_text("bimat7\n")
        keys = f"endpoint_url = '{self.url}'\nregion = 'us-east-1'\npassword_file = 'secret'\n"
        return remote(self.office, path, keys + more)


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(small_office: Office, s3: str) -> Iterator[Bucket]:
    bucket = Bucket(small_office, s3)
    yield bucket
    for one in bucket.client.list_objects_v2(Bucket="mot-cua").get("Contents", []):
        bucket.client.delete_object(Bucket="mot-cua", Key=one["Key"])
    bucket.client.delete_bucket(Bucket="mot-cua")
    bucket.client.close()


def test_all_objects_of_a_prefix_are_one_pull(bucket: Bucket) -> None:
    bucket.put("2021/a.csv", "A-1")
    bucket.put("2021/b.csv", "A-2")
    bucket.put("2021/b.txt", "A-3")
    bucket.put("2021/old/c.csv", "A-4")
    office = bucket.named("s3://mot-cua/2021/*.csv")
    batches = pulled(office)
    assert codes(batches) == [["A-1"], ["A-2"]]
    assert [batch.name for batch in batches] == [f"s3://mot-cua/2021/{n}.csv" for n in "ab"]
    assert office.run().input.added == 2


def test_an_object_is_fetched_once_a_version(bucket: Bucket) -> None:
    bucket.put("a.csv", "A-1")
    office = bucket.named("s3://mot-cua/a.csv")
    pulled(office)
    (kept,) = office.folder.rglob("a.csv")
    first = kept.stat().st_ino
    assert codes(pulled(office)) == [["A-1"]]
    assert kept.stat().st_ino == first
    bucket.put("a.csv", "A-2")
    assert codes(pulled(office)) == [["A-2"]]


def test_an_object_that_is_not_there_is_told(bucket: Bucket) -> None:
    with pytest.raises(IntakeError, match=r"none\.csv: there is no such file"):
        pulled(bucket.named("s3://mot-cua/none.csv"))


def test_a_bucket_that_is_not_there_is_told(bucket: Bucket) -> None:
    with pytest.raises(IntakeError, match=r"s3://mot-cu/\*\.csv: there is no such file or folder"):
        pulled(bucket.named("s3://mot-cu/*.csv"))


def test_without_credentials_one_is_told_so(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(bucket.office.folder / "none"))
    bucket.put("a.csv", "A-1")
    with pytest.raises(IntakeError, match=r"login is refused|can't be reached") as error:
        pulled(remote(bucket.office, "s3://mot-cua/a.csv", f"endpoint_url = '{bucket.url}'\n"))
    assert "login is refused" in str(error.value)


def test_nobody_listening_is_told_after_three_tries(small_office: Office) -> None:
    more = "endpoint_url = 'http://127.0.0.1:1'\nusername = 'an'\npassword_file = 'secret'\n"
    (small_office.folder / "secret").write_text("bimat7\n")
    remote(small_office, "s3://mot-cua/a.csv", more)
    with pytest.raises(IntakeError, match="can't be reached, tried 3 times") as error:
        list(source_of(small_office).batches())
    assert "bimat7" not in str(error.value)
