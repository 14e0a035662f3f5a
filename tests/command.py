"""Calls the installed command as scripts and people do."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any


def tthc(*arguments: str, cwd: Path, columns: str = "200") -> subprocess.CompletedProcess[bytes]:
    """Call the installed command, away from the environment's own settings."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("TTHC_")} | {"COLUMNS": columns}
    command = Path(sys.executable).with_name("tthc")
    return subprocess.run(
        [str(command), *arguments], cwd=cwd, capture_output=True, check=False, env=env
    )


def said(result: subprocess.CompletedProcess[bytes]) -> Any:
    """The one JSON value on stdout."""
    assert result.returncode == 0, result.stderr.decode()
    return json.loads(result.stdout)
