"""Loads contributions/history/: the published scale."""

from pathlib import Path

from contributions.models import Scale, Share
from crm_portal.common.history import Loading, Row, document, rows
from crm_portal.common.sourced import Precision
from members.models import Party

FOLDER = Path(__file__).parent / "history"


def load(loading: Loading) -> None:
    """Load the scale; its amounts must add up to the printed total. Raises BadFactError."""
    file = FOLDER / "contribution_scale_meta.json"
    facts = document(file)
    meta = Row({name: str(value) for name, value in facts.items()})
    meta.file, meta.line = file, 1
    valid_from = meta.new_year("unchanged_since_year")
    scale = loading.put(
        Scale,
        meta,
        key={"valid_from": valid_from},
        precision=Precision.YEAR,
        approved_by_es=meta["approved_by_es"],
        approved_by_en=meta["approved_by_en"],
        source=meta["source_lines"],
    )
    printed = list(rows(FOLDER / "contribution_scale.csv"))
    total = sum(row.amount("usd_printed") for row in printed)
    if total != meta.amount("total_usd_printed"):
        raise meta.refuse(f"the amounts add up to {total}, not to the printed {meta['total_usd_printed']}")
    for row in printed:
        party = Party.objects.filter(iso2=row["iso2"]).first()
        if not party:
            raise row.refuse(f"there is no party with the ISO code “{row['iso2']}”")
        loading.put(
            Share,
            row,
            key={"scale": scale, "party": party},
            order=row.whole("order"),
            amount_usd=row.amount("usd_printed"),
            source=row["source_lines"],
        )
