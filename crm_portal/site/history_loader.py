"""Loads the texts that the pages begin with. The staff may change every one of them."""

from pathlib import Path

from crm_portal.common.history import Loading, rows
from crm_portal.site.models import PageText

FOLDER = Path(__file__).parent / "history"
TRUTH = {"yes": True, "no": False}


def load(loading: Loading) -> None:
    """The texts of the pages that belong to no app. Raises BadFactError."""
    load_page_texts(loading, FOLDER)


def load_page_texts(loading: Loading, folder: Path) -> None:
    """The texts that a folder of facts gives the pages of its app. Raises BadFactError."""
    for row in rows(folder / "page_texts.csv"):
        columns = ("slot", "page", "place_es", "place_en", "text_es", "text_en")
        values = {name: row[name] for name in columns}
        loading.put(PageText, row, row["slot"], is_line=row.choice("is_line", TRUTH), **values)
