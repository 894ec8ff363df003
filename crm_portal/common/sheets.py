"""Cells for spreadsheets: text that a spreadsheet would take for a formula stays text."""

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001  # full-width twins run too


def neutral(cell: str) -> str:
    """The cell as it is, or behind an apostrophe when it would be run. Hardening B6."""
    return f"'{cell}" if cell.lstrip(" \"'").startswith(DANGEROUS) else cell
