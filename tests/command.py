"""Calls the command line as scripts and people do, each time in a process of its own.

`installed` calls the script that a person calls.
"""

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from subprocess import CompletedProcess, run
from tempfile import TemporaryDirectory
from typing import Any

from forked import forks

from monitor.cli.app import main


def tthc(*arguments: str, cwd: Path, columns: str = "200") -> CompletedProcess[bytes]:
    """Call the command line, away from the environment's own settings."""
    with TemporaryDirectory() as folder:
        files = Path(folder, "out"), Path(folder, "err")
        call = (arguments, cwd, _environment(columns), files)
        child = forks().Process(target=_called, args=call)
        child.start()
        child.join()
        assert child.exitcode is not None
        return CompletedProcess(arguments, child.exitcode, *(file.read_bytes() for file in files))


def installed(*arguments: str, cwd: Path, columns: str = "200") -> CompletedProcess[bytes]:
    """Call the installed script, away from the environment's own settings."""
    script = Path(sys.executable).with_name("tthc")
    env = _environment(columns)
    return run([str(script), *arguments], cwd=cwd, capture_output=True, check=False, env=env)


def said(result: CompletedProcess[bytes]) -> Any:
    """The one JSON value on stdout."""
    assert result.returncode == 0, result.stderr.decode()
    return json.loads(result.stdout)


def _environment(columns: str) -> Mapping[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith("TTHC_")} | {"COLUMNS": columns}


def _called(
    arguments: tuple[str, ...], cwd: Path, environment: Mapping[str, str], files: tuple[Path, Path]
) -> None:
    for stream, file in enumerate(files, start=1):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT), stream)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["tthc", *arguments]
    main()
