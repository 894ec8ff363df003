"""The access matrix, tried at every door."""
