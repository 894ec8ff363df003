"""The rows of the hardening plan, by number: rows.py says which tests show each."""
