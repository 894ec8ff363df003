"""A scale from its draft to its approval: who, when, what it ends, and that it never changes afterwards."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from contributions import scales
from contributions.models import Scale, ScaleDraft, Share
from contributions.simulation import amounts
from crm_portal.common.workflow import TransitionNotAllowed
from tests.members.factories import seated

FROM = date(2027, 7, 1)
DECIDED = {"approved_by_es": "Viceministros(as)", "approved_by_en": "Vice-Ministers", "decided_on": date(2026, 6, 1)}


@pytest.fixture(autouse=True)
def in_english():
    """Sentences are compared in English, whatever language the test before has left."""
    with translation.override("en"):
        yield


@pytest.fixture
def coordinator(history):
    return seated("coordinadora", "st_coord", "iom")


@pytest.fixture
def draft(coordinator):
    printed = Scale.objects.get()
    doubled = {party: 2 * amount for party, amount in amounts(printed).items()}
    return scales.draft(doubled, by=coordinator, valid_from=FROM, drafted_from=printed, justification=("Porque", "Why"))


@pytest.fixture
def decided(draft):
    Scale.objects.filter(pk=draft.pk).update(**DECIDED)
    draft.refresh_from_db()
    return draft


def test_a_draft_keeps_what_was_asked_by_whom_and_why(draft, coordinator):
    kept = Scale.objects.get(pk=draft.pk)

    assert (kept.status, kept.total_asked_usd, kept.total_usd()) == ("draft", Decimal(565448), Decimal(565448))
    assert (kept.drafted_by, kept.justification_es, kept.justification_en) == (coordinator, "Porque", "Why")
    assert [share.party.iso2 for share in kept.shares.all()][:3] == ["BZ", "CA", "CR"]
    assert kept.drafted_from != kept


def test_a_draft_is_in_force_on_no_day(draft):
    assert [Scale.objects.on(day).get().is_draft for day in (FROM, FROM + timedelta(days=1))] == [False, False]


def test_an_approval_ends_the_scale_before_it_on_that_day(decided, coordinator):
    scales.approve(decided, by=coordinator)

    printed, approved = Scale.objects.order_by("valid_from")
    assert (printed.valid_until, approved.valid_until, approved.status) == (FROM, None, "approved")
    assert [Scale.objects.on(day).get() for day in (FROM - timedelta(days=1), FROM)] == [printed, approved]


MISSING = {
    "approved_by_es": ("", "First write in the draft who approved the scale, in Spanish and in English."),
    "approved_by_en": ("", "First write in the draft who approved the scale, in Spanish and in English."),
    "decided_on": (None, "First write in the draft on which day it was decided."),
    "valid_from": (
        date(2005, 1, 1),
        "A scale from Jan. 1, 2005 is approved already; the next one begins on a later day.",
    ),
    "total_asked_usd": (1, "The amounts add up to USD 565,448 and not to the total asked for, USD 1."),
}


@pytest.mark.parametrize("field", MISSING)
def test_without_its_decision_or_in_the_wrong_place_it_is_not_approved(decided, coordinator, field):
    value, sentence = MISSING[field]
    Scale.objects.filter(pk=decided.pk).update(**{field: value})

    with pytest.raises(TransitionNotAllowed) as refusal:
        scales.approve(decided, by=coordinator)

    assert str(refusal.value) == sentence
    assert list(Scale.objects.order_by("pk").values_list("status", "valid_until")) == [
        ("approved", None),
        ("draft", None),
    ]


def test_a_decision_to_come_is_none(decided, coordinator):
    Scale.objects.filter(pk=decided.pk).update(decided_on=timezone.localdate() + timedelta(days=1))

    with pytest.raises(TransitionNotAllowed, match="still to come"):
        scales.approve(decided, by=coordinator)


def test_a_draft_without_countries_is_not_approved(decided, coordinator):
    decided.shares.all().delete()

    with pytest.raises(TransitionNotAllowed, match="Every country of a scale contributes more than zero"):
        scales.approve(decided, by=coordinator)


def test_what_is_decided_or_discarded_is_not_decided_again(decided, coordinator):
    scales.discard(decided, by=coordinator)

    for verb in (scales.approve, scales.discard):
        with pytest.raises(TransitionNotAllowed, match="discarded"):
            verb(decided, by=coordinator)


def test_a_draft_gives_every_country_more_than_zero(coordinator):
    free = dict.fromkeys(amounts(Scale.objects.get()), Decimal(0))

    with pytest.raises(TransitionNotAllowed, match="more than zero"):
        scales.draft(free, by=coordinator, valid_from=FROM)

    assert Scale.objects.count() == 1


CHANGES = {
    "an amount": lambda scale: scale.shares.update(amount_usd=1),
    "a share less": lambda scale: scale.shares.all().delete(),
    "a share more": lambda scale: Share.objects.create(
        scale=scale, party=scale.drafted_by.mandates.get().party, amount_usd=1
    ),
    "a share from elsewhere": lambda scale: (
        Share.objects.exclude(scale=scale).filter(party__iso2="MX").update(scale=scale, order=99)
    ),
    "its beginning": lambda scale: Scale.objects.filter(pk=scale.pk).update(valid_from=FROM + timedelta(days=1)),
    "its legal basis": lambda scale: Scale.objects.filter(pk=scale.pk).update(approved_by_en="Somebody"),
    "its status": lambda scale: Scale.objects.filter(pk=scale.pk).update(status="draft"),
    "the row": lambda scale: Scale.objects.filter(pk=scale.pk).delete(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_an_approved_scale_never_changes(decided, coordinator, change):
    scales.approve(decided, by=coordinator)
    approved = Scale.objects.get(pk=decided.pk)

    with pytest.raises(IntegrityError, match="approved scales are never changed"), transaction.atomic():
        CHANGES[change](approved)


def test_the_next_scale_ends_an_approved_one(decided, coordinator):
    scales.approve(decided, by=coordinator)

    Scale.objects.filter(pk=decided.pk).update(valid_until=date(2030, 1, 1))

    assert Scale.objects.get(pk=decided.pk).valid_until == date(2030, 1, 1)


def test_the_print_is_put_right_and_stays_approved(history):
    Share.objects.filter(party__iso2="MX").update(amount_usd="33365")
    with pytest.raises(IntegrityError, match="approved scales are never changed"), transaction.atomic():
        Scale.objects.update(status="draft")

    assert Scale.objects.get().total_usd() == Decimal("282725.00")


@pytest.mark.parametrize(("role", "sees"), [("focal", 1), ("st_assist", 1), ("auditor", 1), ("liaison_x", 0)])
def test_a_draft_is_seen_by_those_who_examine_it(draft, role, sees):
    party = {"st_assist": "iom", "auditor": "ca"}.get(role, "mx")
    somebody = seated("alguien", role, party, **({"network": "net-consular"} if role == "liaison_x" else {}))

    assert (Scale.objects.visible_to(somebody).count(), Share.objects.visible_to(somebody).count()) == (
        1 + sees,
        11 + 11 * sees,
    )
    assert ScaleDraft.objects.visible_to(somebody).count() == sees
