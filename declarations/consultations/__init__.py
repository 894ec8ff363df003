"""How the Conference takes a position between two meetings: the Troika, two rounds of the members, an outcome.

Source, lines 698-740; the decisions where it is silent: docs/adr/0030-consultations.md.
"""
