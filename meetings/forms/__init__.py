"""The forms of meetings, a module for each thing."""
