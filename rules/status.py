"""Where a dossier stands, as the national portal numbers it."""

from enum import IntEnum


class Status(IntEnum):
    """Trạng thái hồ sơ, 1 to 10."""

    NEW = 1
    ACCEPTED = 2
    NOT_ACCEPTED = 3
    IN_PROCESS = 4
    WAITS_FOR_PAPERS = 5
    WAITS_FOR_PAYMENT = 6
    WITHDRAWN = 7
    STOPPED = 8
    DONE = 9
    HANDED_OVER = 10


OPEN = (Status.ACCEPTED, Status.IN_PROCESS)
PAUSED = (Status.WAITS_FOR_PAPERS, Status.WAITS_FOR_PAYMENT, Status.STOPPED)
FINISHED = (Status.DONE, Status.HANDED_OVER)
