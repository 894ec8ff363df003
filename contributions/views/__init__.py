"""The pages of contributions: the public scale, and those of the intranet."""
