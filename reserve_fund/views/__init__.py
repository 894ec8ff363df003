"""The pages of the Reserve Fund: public ones, and those of the intranet."""
