"""A job's process ends with its own exit code while the daemon lives, and with the daemon."""

import subprocess
import sys

from monitor.schedule.child import CUT_OFF

SCRIPT = "from monitor.schedule.child import die_with_the_daemon as d; d()"


def started(script: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", script]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE)


def test_a_job_that_is_done_ends_quietly() -> None:
    with started(SCRIPT) as process:
        assert process.wait() == 0
        assert process.stderr is not None
        assert process.stderr.read() == b""


def test_a_job_ends_when_the_daemon_is_gone() -> None:
    with started(f"{SCRIPT}; import time; time.sleep(600)") as process:
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait() == CUT_OFF
