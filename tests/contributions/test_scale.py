"""The published scale: amounts are the authority, shares are derived and rounded, the total is computed."""

import csv
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from contributions import history_loader
from contributions.models import Scale, Share
from crm_portal.common import money


def printed():
    with (history_loader.FOLDER / "contribution_scale.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_scale_equals_the_file_and_adds_up(history):
    scale = Scale.objects.get()

    assert [(share.party.iso2, share.amount_usd, share.source) for share in scale.shares.all()] == [
        (row["iso2"], Decimal(row["usd_printed"]), row["source_lines"]) for row in printed()
    ]
    assert scale.total_usd() == Decimal("282724.00")


def test_derived_shares_equal_the_printed_ones_and_add_to_more_than_a_hundred(history):
    """Source, lines 1097-1125: the printed percentages add to 100.01."""
    total = Scale.objects.get().total_usd()

    derived = {share.party.iso2: money.percentage(share.amount_usd, total) for share in Share.objects.all()}

    assert derived == {row["iso2"]: Decimal(row["percent_printed"]) for row in printed()}
    assert sum(derived.values()) == Decimal("100.01")


@pytest.mark.parametrize(("amount", "shown"), [("282724", "282.724"), ("5000.50", "5.000,50"), ("0", "0")])
def test_amounts_are_shown_in_the_readers_language(amount, shown):
    with translation.override("es"):
        assert money.shown(Decimal(amount)) == shown


def test_a_share_is_more_than_zero(history):
    with pytest.raises(IntegrityError, match="share_amount_is_positive"), transaction.atomic():
        Share.objects.update(amount_usd=0)


@pytest.mark.parametrize(
    ("language", "figures"), [("es", ["282.724", "141.360", "24,05"]), ("en", ["282,724", "141,360", "24.05"])]
)
def test_the_page_shows_the_scale(client, history, language, figures):
    path = {"es": "/es/contribuciones/", "en": "/en/contributions/"}[language]

    text = client.get(path).text

    assert [figure for figure in figures if figure not in text] == []
    assert {"es": "100,01", "en": "100.01"}[language] in text
