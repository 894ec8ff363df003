"""Every page of the admin in a real browser, signed in through the portal's own login: no complaint from the CSP."""

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.urls import reverse

from members.models import Party, User
from tests.conftest import load_history

PASSWORD = "a-long-enough-password"


@pytest.fixture
def staff(transactional_db, settings):
    settings.DEMO_PASSWORD = PASSWORD
    if not Party.objects.exists():
        load_history()
    call_command("load_demo", verbosity=0)


def pages_for(user):
    """Every list, add and change page whose model is on this person's desk."""
    for model in admin.site._registry:
        options = model._meta
        if user.has_perm(f"{options.app_label}.view_{options.model_name}"):
            name = f"admin:{options.app_label}_{options.model_name}"
            yield reverse(f"{name}_changelist")
            yield reverse(f"{name}_changelist") + "?q=mx"
            if user.has_perm(f"{options.app_label}.add_{options.model_name}"):
                yield reverse(f"{name}_add")
            if row := model._default_manager.first():
                yield reverse(f"{name}_change", args=[row.pk])
                yield reverse(f"{name}_history", args=[row.pk])


@pytest.mark.parametrize(("account", "desk"), [("st-coord", 13 * 3), ("st-it", 3)])
def test_no_admin_page_upsets_the_browser(staff, page, console, account, desk):
    page.goto("/accounts/login/?next=/admin/")
    page.fill("[name=login]", f"{account}@demo.example")
    page.fill("[name=password]", PASSWORD)
    page.locator("form:has([name=password]) button[type=submit]").click()
    page.wait_for_url("**/admin/")
    found = {}

    paths = ["/admin/", *pages_for(User.objects.get(email=f"{account}@demo.example"))]
    for path in paths:
        response = page.goto(path)
        if response.status != 200 or console or "unsafe" in response.headers["content-security-policy"]:
            found[path] = (response.status, console.copy())
            console.clear()

    assert found == {}
    assert len(paths) >= desk
