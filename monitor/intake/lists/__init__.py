"""Public lists of results in every form: what stands in them, where codes and days are told."""
