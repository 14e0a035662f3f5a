"""What comes with the program and is copied out of it: the sample, config.toml as shipped."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def bundled(name: str) -> Path:
    """A file or folder that a wheel holds within the package, and a checkout beside it."""
    installed = _PACKAGE / name
    return installed if installed.exists() else _PACKAGE.parent / name
