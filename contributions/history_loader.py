"""Loads contributions/history/: the published scale."""

from datetime import date
from pathlib import Path

from contributions.models import Scale, Share
from crm_portal.common.history import Loading, document, rows
from crm_portal.common.sourced import Precision
from crm_portal.site.history_loader import load_page_texts
from members.history_loader import state

FOLDER = Path(__file__).parent / "history"


def load(loading: Loading) -> None:
    """Load the scale, whose amounts must add up to the printed total, and its page's texts. Raises BadFactError."""
    load_page_texts(loading, FOLDER)
    meta = document(FOLDER / "contribution_scale_meta.json")
    scale = loading.put(
        Scale,
        meta,
        "scale",
        status=Scale.Status.APPROVED,  # long before there were drafts here
        valid_from=date(meta["unchanged_since_year"], 1, 1),
        precision=Precision.YEAR,
        approved_by_es=meta["approved_by_es"],
        approved_by_en=meta["approved_by_en"],
        source=meta["source_lines"],
    )
    printed = list(rows(FOLDER / "contribution_scale.csv"))
    total = sum(row.amount("usd_printed") for row in printed)
    if total != meta["total_usd_printed"]:
        raise meta.refuse(f"the amounts add up to {total}, not to the printed {meta['total_usd_printed']}")
    for row in printed:
        loading.put(
            Share,
            row,
            row["iso2"],
            scale=scale,
            party=state(row),
            order=row.whole("order"),
            amount_usd=row.amount("usd_printed"),
            source=row["source_lines"],
        )
