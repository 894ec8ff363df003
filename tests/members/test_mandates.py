"""Mandates: what the database refuses, and what a person is on a day because of them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from members.models import Mandate, Party, Substitution, User
from members.standing import standing
from tests.members.factories import mandate, person, preside

DAY = date(2026, 6, 1)


@pytest.fixture
def troika(history):
    """Panama, then Costa Rica in 2026, then Guatemala."""
    return [preside("pa", 2025), preside("cr", 2026), preside("gt", 2027)]


@pytest.mark.parametrize(
    ("role", "party", "on", "roles"),
    [
        ("focal", "mx", "2026-06-01", {"focal"}),
        ("focal", "pa", "2026-06-01", {"focal", "troika"}),
        ("presidency_team", "cr", "2026-06-01", {"ppt", "troika"}),
        ("presidency_team", "cr", "2025-12-31", set()),  # the mandate has not begun
        ("presidency_team", "pa", "2026-06-01", {"troika"}),
        ("presidency_team", "mx", "2026-06-01", set()),
        ("presidency_team", "gt", "2026-12-31", {"troika"}),
        ("presidency_team", "gt", "2027-01-01", {"ppt", "troika"}),  # at that moment, by itself
        ("presidency_team", "cr", "2027-01-01", {"troika"}),
        ("presidency_team", "pa", "2027-01-01", set()),
        ("hod", "cr", "2026-06-01", {"hod"}),  # the Troika is its teams and focal points
        ("obs_country", "co", "2026-06-01", {"obs_country"}),
        ("st_coord", "iom", "2026-06-01", {"st_coord"}),
        ("iom_fund", "iom", "2026-06-01", {"iom_fund"}),
    ],
)
def test_what_a_mandate_makes_of_a_person(troika, role, party, on, roles):
    somebody = person("ana")
    mandate(somebody, role, party)

    assert standing(somebody, date.fromisoformat(on)).roles == roles


@pytest.mark.parametrize(
    ("change", "roles"),
    [
        ({"approved_at": None}, set()),
        ({"valid_from": date(2026, 6, 2)}, set()),
        ({"valid_until": date(2026, 6, 1)}, set()),
        ({"valid_until": date(2026, 6, 2)}, {"st_coord"}),
    ],
)
def test_only_a_mandate_in_force_counts(history, change, roles):
    somebody = person("ana")
    Mandate.objects.filter(pk=mandate(somebody, "st_coord", "iom").pk).update(**change)

    assert standing(somebody, DAY).roles == roles


def test_a_deactivated_person_is_nobody(history):
    somebody = person("ana")
    mandate(somebody, "st_coord", "iom")

    somebody.is_active = False

    assert (standing(somebody, DAY).roles, somebody.is_staff) == (set(), False)


def test_a_break_glass_account_has_the_admin_and_no_role(history):
    emergency = User.objects.create_superuser("root@example.org", full_name="Emergency")

    assert (emergency.is_staff, emergency.has_perm("members.change_party")) == (True, True)
    assert standing(emergency, DAY).roles == set()


@pytest.mark.parametrize(
    ("first", "second", "constraint"),
    [
        (("focal", "mx"), ("focal", "mx"), "mandate_one_at_a_time"),
        (("focal", "mx"), ("hod", "cr"), "mandate_one_party_at_a_time"),
        (("obs_org", "iom"), ("st_coord", "iom"), "mandate_one_hat_at_a_time"),
        (("obs_org", "iom"), ("iom_fund", "iom"), "mandate_one_hat_at_a_time"),
        (("st_coord", "iom"), ("iom_fund", "iom"), "mandate_one_hat_at_a_time"),
        (("obs_country", "co"), ("st_it", "co"), "mandate_one_hat_at_a_time"),
        (("auditor", "ca"), ("focal", "ca"), "mandate_one_hat_at_a_time"),
    ],
)
def test_the_database_refuses_two_mandates_that_one_person_must_not_hold(history, first, second, constraint):
    somebody = person("ana")
    mandate(somebody, *first)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        mandate(somebody, *second, approved=False)

    Mandate.objects.filter(user=somebody).update(valid_until=DAY)
    mandate(somebody, *second, valid_from=DAY)
    assert standing(somebody, DAY).roles == {second[0]}


@pytest.mark.parametrize(("role", "network"), [("liaison_x", None), ("focal", "net-trafficking")])
def test_the_database_ties_networks_to_liaison_officers(history, role, network):
    with pytest.raises(IntegrityError, match="network"), transaction.atomic():
        mandate(person("ana"), role, "mx", network=network)


@pytest.mark.parametrize(
    ("role", "party", "sentence"),
    [
        ("focal", "co", "This party does not hold the seat"),  # an observer has no focal point
        ("obs_country", "mx", "This party does not hold the seat"),
        ("rrocm", "unhcr", "This party does not hold the seat"),
        ("focal", "mx", None),
        ("obs_org", "unhcr", None),
        ("rrocm", "rrocm", None),
    ],
)
def test_a_role_needs_the_seat_it_speaks_for(history, role, party, sentence):
    made = Mandate(user=person("ana"), role=role, party=Party.objects.get(slug=party), valid_from=DAY)

    with translation.override("en"):
        try:
            made.full_clean()
            said = None
        except ValidationError as error:
            said = str(error)

    assert (said is None) == (sentence is None)
    assert sentence is None or sentence in said


def test_a_deputy_acts_while_the_substitution_lasts(history):
    away, deputy = person("ana"), person("berta")
    mandate(deputy, "st_assist", "iom")
    substitution = Substitution.objects.create(
        mandate=mandate(away, "st_coord", "iom"),
        deputy=deputy,
        valid_from=date(2026, 6, 1),
        valid_until=date(2026, 6, 15),
        named_by=away,
    )

    named = standing(deputy, DAY).roles
    Substitution.objects.filter(pk=substitution.pk).update(accepted_at=timezone.now())
    accepted, over = (standing(deputy, day).roles for day in (DAY, date(2026, 6, 15)))

    assert (named, accepted, over) == ({"st_assist"}, {"st_assist", "st_coord"}, {"st_assist"})


def test_nobody_deputises_for_somebody_whose_account_is_closed(history):
    away, deputy = person("ana"), person("berta")
    held = mandate(away, "st_coord", "iom")
    Substitution.objects.create(
        mandate=held,
        deputy=deputy,
        valid_from=DAY,
        valid_until=date(2026, 7, 1),
        named_by=away,
        accepted_at=timezone.now(),
    )
    User.objects.filter(pk=away.pk).update(is_active=False)

    assert standing(deputy, DAY).roles == set()
