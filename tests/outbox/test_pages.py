"""The outbox in a real browser: no complaint from the policy or from axe, and a letter sent by keyboard and mouse."""

from datetime import date

import pytest

from crm_portal.common.outbox import workflow
from crm_portal.common.outbox.models import Letter
from members import demo
from members.models import User
from tests import axe
from tests.outbox.conftest import PASSWORD

OURS = "#content, .breadcrumbs"  # the rest of the page is on every page of the admin


def violations(page):
    found = axe.violations(page, context=OURS)
    return [(each["id"], each["nodes"][0]["html"]) for each in found]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1280, 320])
def test_staff_write_a_message_and_send_it(history, page, console, width):
    staff = User.objects.create_user("st-coord@demo.example", PASSWORD, full_name="Demo: st-coord", language="en")
    demo.appoint(staff, *demo.SEATS["st-coord"], date(2020, 1, 1))
    workflow.post("account", address="new@example.org", subject="Enlace", text="https://example.org/reset/abc")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/accounts/login/?next=/admin/outbox/letter/add/")
    page.fill("[name=login]", staff.email)
    page.fill("[name=password]", PASSWORD)
    page.locator("form:has([name=password]) button[type=submit]").click()
    found = {}

    page.wait_for_url("**/add/")
    found["add"] = violations(page)
    page.fill("[name=address]", staff.email)
    page.fill("[name=subject]", "Aviso")
    page.fill("[name=text]", "Buenos días.")
    page.locator("[name=_save]").click()
    page.wait_for_url("**/change/")
    found["draft"] = violations(page)
    page.locator(".object-tools a.transition").first.click()
    page.wait_for_url("**/do/queue/")
    found["question"] = violations(page)
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    page.locator(".transition-answers button").click()
    page.wait_for_url("**/change/")
    found["queued"] = violations(page)
    page.goto("/admin/outbox/letter/")
    found["list"] = violations(page)

    assert found == {name: [] for name in ("add", "draft", "question", "queued", "list")}
    assert (console, overflow) == ([], 0)
    assert Letter.objects.get(subject="Aviso").state == "queued"
