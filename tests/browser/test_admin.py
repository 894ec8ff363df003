"""Every page of the admin in a real browser, signed in through the portal's own login: no complaint from the CSP."""

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from members.models import User

PASSWORD = "a-long-enough-password"


def pages_for(user):
    """Every list, add and change page whose model is on this person's desk."""
    request = RequestFactory().get("/admin/")
    request.user = user
    for model, desk in admin.site._registry.items():
        options = model._meta
        if user.has_perm(f"{options.app_label}.view_{options.model_name}"):
            name = f"admin:{options.app_label}_{options.model_name}"
            yield reverse(f"{name}_changelist")
            yield reverse(f"{name}_changelist") + "?q=mx"
            if desk.has_add_permission(request):
                yield reverse(f"{name}_add")
            if row := desk.get_queryset(request).first():
                yield reverse(f"{name}_change", args=[row.pk])
                yield reverse(f"{name}_history", args=[row.pk])


@pytest.mark.parametrize(("account", "desk"), [("st-coord", 13 * 3), ("st-it", 3)])
def test_no_admin_page_upsets_the_browser(committed_demo, page, console, account, desk):
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
