"""The pages of this app: public ones, and those of the intranet by what they are about."""
