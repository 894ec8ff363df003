"""Private files: one storage, one validator, one way out."""
