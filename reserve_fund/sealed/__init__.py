"""How what concerns a person is kept: sealed with a key of the case, which is sealed with a key of the environment.

docs/adr/0027-cases-are-sealed.md says why, and what stands where.
"""
