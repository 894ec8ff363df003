"""The desk stays quick: the same number of queries at a thousand rows as at a few."""

from datetime import date

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from contributions.models import Scale, Share
from members.models import Body, Institution, Party, PartyStatus, PresidencyTerm, User
from tests.signing_in import sign_in_past_second_factor

ROWS = 1000
MOST_QUERIES = 15


@pytest.fixture
def desk(history):
    Party.objects.bulk_create(
        Party(kind="organisation", slug=f"org-{n}", name_es=f"Org {n}", name_en=f"Org {n}") for n in range(ROWS)
    )
    made = list(Party.objects.filter(slug__startswith="org-"))
    PartyStatus.objects.bulk_create(PartyStatus(party=party, status="partner", order=99) for party in made)
    Institution.objects.bulk_create(
        Institution(party=party, name_es="Dirección", name_en="Directorate") for party in made
    )
    top = Body.objects.get(slug="vm")
    Body.objects.bulk_create(
        Body(slug=f"b-{n}", name_es=f"B {n}", name_en=f"B {n}", kind="network", reports_to=top) for n in range(ROWS)
    )
    PresidencyTerm.objects.bulk_create(
        PresidencyTerm(party=party, starts_on=date(2100 + n, 1, 1), ends_on=date(2101 + n, 1, 1))
        for n, party in enumerate(made)
    )
    client = Client()
    user = User.objects.create_superuser("root@example.org", "a-long-enough-password", full_name="Cuenta de emergencia")
    sign_in_past_second_factor(client, user)
    return client


@pytest.mark.parametrize("search", ["", "?q=mex", "?o=1.-2", "?p=3", "?q=%00", "?_to_field=x", "?e=1", "?o=zz"])
def test_a_list_asks_no_more_at_a_thousand_rows(desk, django_assert_max_num_queries, search):
    answers = {}
    for model in admin.site._registry:
        path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") + search
        with django_assert_max_num_queries(MOST_QUERIES, info=path):
            answers[path] = desk.get(path).status_code

    assert [path for path, status in answers.items() if status not in {200, 302, 400}] == []


def test_search_looks_in_every_text_field_of_both_languages(desk):
    for word in ("Honduras", "Hondu", "HND", "America/Tegucigalpa"):
        assert desk.get("/admin/members/party/", {"q": word}).context["cl"].result_count == 1, word


def test_the_desk_asks_for_the_presidency_that_is_missing(desk):
    answer = desk.get("/admin/", headers={"Accept-Language": "en"})

    assert "No presidency is on record for today" in answer.text


@pytest.mark.parametrize(
    ("word", "finds"), [("republica dominicana", "Dominican Republic"), ("MEXICO", "Mexico"), ("refugiados", "UNHCR")]
)
def test_search_needs_no_accents(desk, word, finds):
    found = desk.get("/admin/members/party/", {"q": word}).context["cl"].queryset

    assert finds in {name for party in found for name in (party.name_en, party.acronym_en)}


REVERSED = {
    "presidency": (
        "/admin/members/presidencyterm/add/",
        {"starts_on": "2027-07-01", "ends_on": "2026-07-01"},
        "ends_on",
    ),
    "status": (
        "/admin/members/partystatus/add/",
        {"valid_from": "2027-07-01", "valid_until": "2026-07-01", "status": "member", "order": 1},
        "valid_until",
    ),
    "scale": (
        "/admin/contributions/scale/add/",
        {"valid_from": "2027-07-01", "valid_until": "2026-07-01", "approved_by_es": "a", "approved_by_en": "a"},
        "valid_until",
    ),
}
ROWS_BELOW = {"shares-TOTAL_FORMS": 0, "shares-INITIAL_FORMS": 0}


@pytest.mark.parametrize("form", REVERSED)
def test_an_end_before_its_start_is_said_beside_the_end(desk, form):
    path, values, field = REVERSED[form]
    belize = Party.objects.get(iso2="BZ")
    common = {"party": belize.pk, "precision": "day", "boundaries_basis": "decided", "theme_translation": "official"}

    answer = desk.post(path, common | ROWS_BELOW | values)

    assert answer.status_code == 200
    assert list(answer.context["adminform"].form.errors) == [field]


def test_only_a_member_presides(desk):
    values = {"party": Party.objects.get(slug="iom").pk, "starts_on": "2090-01-01", "ends_on": "2091-01-01"}
    values |= {"precision": "day", "boundaries_basis": "decided", "theme_translation": "official"}

    answer = desk.post("/admin/members/presidencyterm/add/", values)

    assert list(answer.context["adminform"].form.errors) == ["party"]


def test_every_link_to_the_site_leads_somewhere(desk):
    dead = {}
    for party in Party.objects.exclude(slug__startswith="org-"):
        address = admin.site._registry[Party].get_view_on_site_url(party)
        if address and desk.get(address).status_code != 200:
            dead[party.slug] = address

    assert dead == {}


def test_the_scale_asks_no_more_for_more_shares(desk, django_assert_max_num_queries):
    scale = Scale.objects.get()
    Share.objects.bulk_create(
        Share(scale=scale, party=party, amount_usd=1) for party in Party.objects.filter(slug__startswith="org-")[:40]
    )

    with django_assert_max_num_queries(MOST_QUERIES):
        answer = desk.get(reverse("admin:contributions_scale_change", args=[scale.pk]))

    assert answer.status_code == 200


def test_the_desk_says_what_one_language_still_lacks(history):
    client = Client()
    root = User.objects.create_superuser("root@example.org", "a-long-enough-password", full_name="Emergencia")
    sign_in_past_second_factor(client, root)
    mexico = Party.objects.get(iso2="MX")
    row = {
        "party": mexico.pk,
        "precision": "day",
        "boundaries_basis": "decided",
        "theme_translation": "official",
        "starts_on": "2090-01-01",
        "ends_on": "2091-01-01",
        "theme_es": "Migración y desarrollo",
    }

    half = client.post("/admin/members/presidencyterm/add/?language=en", row, follow=True)
    whole = client.post(
        "/admin/members/presidencyterm/add/?language=en",
        row | {"starts_on": "2091-01-01", "ends_on": "2092-01-01", "theme_en": "Migration and development"},
        follow=True,
    )

    assert "“2090: Mexico” has no text yet in English for: theme." in half.text
    assert "has no text yet" not in whole.text
