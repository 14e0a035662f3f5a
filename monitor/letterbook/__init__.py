"""The life of a letter: one small module a step, a person's decision at each."""
