"""Dated legal facts as data files: days off and worked days, acts."""
