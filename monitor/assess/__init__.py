"""Judging a data set outside the database, on the engine that its size asks for."""

from monitor.assess.assess import Assessor
from monitor.assess.engine import EngineName, MissingEngineError, open_engine
from monitor.assess.output import OccupiedError, new_folder
from monitor.assess.summary import Summary

__all__ = [
    "Assessor",
    "EngineName",
    "MissingEngineError",
    "OccupiedError",
    "Summary",
    "new_folder",
    "open_engine",
]
