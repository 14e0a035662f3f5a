"""Judging a data set outside the database, on the engine that its size asks for."""
