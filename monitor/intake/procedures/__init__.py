"""The catalogue of procedures (danh mục TTHC): the legal time and online level of each."""

from monitor.intake.procedures.catalogue import Catalogue, Period, plain_code
from monitor.intake.procedures.reading import read_procedures
from monitor.intake.procedures.terms import LegalTerm

__all__ = ["Catalogue", "LegalTerm", "Period", "plain_code", "read_procedures"]
