"""The pages of the audit trail in a real browser: accessible, quiet, and as wide as the screen."""

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from crm_portal.common import audit
from members.models import Party, User
from tests import axe


@pytest.fixture
def records(committed_demo):
    coordinator, mexico = User.objects.get(email="st-coord@demo.example"), Party.objects.get(iso2="MX")
    for n in range(60):
        with audit.acting(user=coordinator.pk), audit.on_behalf_of(mexico.pk):
            Party.objects.filter(pk=mexico.pk).update(website=f"https://example.org/{n}/" + "long" * 20)
    with transaction.atomic():
        audit.record("members.confirm", mexico, by=coordinator, round=1)
        for n in range(60):
            audit.record_access(coordinator, mexico, "view", why=f"Purpose {n}")
    return mexico


def sign_in(page, live_server, account):
    client = Client()
    client.force_login(User.objects.get(email=f"{account}@demo.example"))
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key, "url": live_server.url}
    page.context.add_cookies([cookie])


def faults(page, path):
    page.goto(path)
    found = [(path, "led to", page.url)] if "/login/" in page.url or "/2fa/" in page.url else []
    return found + [(path, *fault) for fault in axe.faults(page, may_be_wider=path.startswith("/admin/"))]


def test_the_record_of_changes_is_accessible_and_quiet(records, live_server, page, console):
    sign_in(page, live_server, "st-coord")
    address = f"/admin/members/party/{records.pk}/history/"

    found = [*faults(page, f"{address}?language=es"), *faults(page, f"{address}?language=en&p=2")]

    assert (found, console) == ([], [])
    page.goto(address)
    page.get_by_role("link", name="2", exact=True).click()
    page.wait_for_url("**/history/?p=2")
    assert page.locator(".history tbody tr").count() > 0


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_auditors_pages_are_accessible_and_quiet(records, live_server, page, console, language):
    paths = {
        "es": ["/es/intranet/registro-de-accesos/?kind=nothing", "/es/intranet/mis-datos/"],
        "en": ["/en/intranet/access-log/?page=2", "/en/intranet/my-data/"],
    }
    with translation.override(language):
        trail = reverse("audit:trail-list")
    sign_in(page, live_server, "auditor")

    looked_at = [*paths[language], trail, f"{trail}?kind=nothing", f"{trail}?kind=members.party&verb=update&page=2"]
    found = [fault for path in looked_at for fault in faults(page, path)]

    assert (found, console) == ([], [])


def test_an_auditor_narrows_the_log_and_takes_it_out(records, live_server, page):
    sign_in(page, live_server, "auditor")
    page.goto("/en/intranet/access-log/")
    page.select_option("[name=kind]", "members.party")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**?*kind=members.party*")

    with page.expect_download() as download:
        page.get_by_role("link", name="Take these out").click()

    assert download.value.suggested_filename == "access-log.csv"
    assert "kind=members.party" in page.url


def test_an_auditor_follows_one_object_and_takes_its_changes_out(records, live_server, page):
    sign_in(page, live_server, "auditor")
    page.goto("/en/intranet/record-of-changes/")
    page.select_option("[name=verb]", "update")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**?*verb=update*")
    page.get_by_role("link", name="all about it").first.click()
    page.wait_for_url(f"**?*number={records.pk}*")

    with page.expect_download() as download:
        page.get_by_role("link", name="Take these out").click()

    assert download.value.suggested_filename == "record-of-changes.csv"
    assert f"kind=members.party&number={records.pk}" in page.url
