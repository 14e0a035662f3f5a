"""Files of a bucket by s3://bucket/prefix/file."""

from botocore.exceptions import (  # type: ignore[import-untyped]
    BotoCoreError,
    NoCredentialsError,
    PartialCredentialsError,
)
from s3fs import S3FileSystem  # type: ignore[import-untyped]

from monitor.sources.addresses import Address
from monitor.sources.place import Access, Place
from monitor.sources.shares import Dialect, Share


def place(address: Address, access: Access) -> Place:
    """The files of a bucket; nothing is asked yet.

    Without a username the credentials are those that AWS's own tools would find.
    """

    def connect() -> S3FileSystem:
        files = S3FileSystem(
            key=access.username or None,
            secret=access.password or None,
            endpoint_url=access.endpoint_url or None,
            client_kwargs={"region_name": access.region} if access.region else None,
            config_kwargs={
                "connect_timeout": access.timeout,
                "read_timeout": access.timeout,
                "retries": {"max_attempts": 0},
            },
            use_listings_cache=False,
            skip_instance_cache=True,
        )
        files.retries = 1  # remote.py tries again
        return files

    dialect = Dialect(
        connect=connect,
        disconnect=_hang_up,
        root=address.host,
        refusals=(NoCredentialsError, PartialCredentialsError),
        faults=(BotoCoreError,),
    )
    return Share(address, dialect)


def _hang_up(files: S3FileSystem) -> None:
    files.close_session(files.loop, files.s3)
