"""A consulate files a whole case of the Reserve Fund on a phone, in Spanish, by the keyboard alone."""

import pytest
from django.test import Client

from members.models import User
from reserve_fund.models import Case
from reserve_fund.row_security import for_the_clock
from tests import axe
from tests.browser.fund_pages import ANSWERS, PHONE, address, choose_file, fill, looked_at
from tests.signing_in import sign_in_past_second_factor

REACHABLE = "form.form :is(input:not([type=hidden]), select, textarea, button)"


@pytest.fixture
def phone(committed_demo, live_server, page):
    client = Client()
    sign_in_past_second_factor(client, User.objects.get(email="fund-requester@demo.example"))
    cookie = {"name": "sessionid", "value": client.session.session_key, "url": live_server.url}
    page.context.add_cookies([cookie])
    page.set_viewport_size(PHONE)
    page.clock.install()
    return page


def reached(page):
    """The controls of the form that the Tab key comes to, and all there are."""
    every = page.locator(REACHABLE)
    every.first.focus()
    names = []
    for _control in range(every.count()):
        names.append(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))
        # within a day, the Tab key goes from its parts to one another
        while page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()") == names[-1]:
            page.keyboard.press("Tab")
    return names, every.evaluate_all("found => found.map(each => each.id || each.textContent.trim())")


def press(page, selector):
    """Press a button or follow a link by the keyboard, and wait for the page it leads to."""
    page.locator(selector).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_consulate_files_a_case_on_a_phone(phone, console):
    page, found = phone, []
    page.goto(address("my-case-list"))
    assert page.locator("html").get_attribute("lang") == "es"
    found += looked_at(page)
    press(page, f"main a[href='{address('case-begin')}']")
    found += looked_at(page)
    press(page, "main form button")
    with for_the_clock():
        case = Case.objects.exclude(status="submitted").latest("began_at")
    assert page.url.endswith(address("case-draft", case.pk))
    found += looked_at(page)

    # Each step by itself; the second is saved meanwhile, and nothing is lost when the page is left without a word.
    press(page, "main ol.tasks a >> nth=0")
    for number, answers in ANSWERS.items():
        assert page.url.endswith(address("case-step", case.pk, number))
        fill(page, answers)
        found += looked_at(page)
        came_to, there = reached(page)
        assert came_to == there
        if number == 2:
            page.clock.fast_forward(21_000)
            page.wait_for_selector("#autosaved:not(:empty)")
            page.goto(address("case-step", case.pk, 2))
            assert page.locator("[name=full_name]").input_value() == "Persona Ficticia"
        press(page, "form.form button >> nth=0")
    choose_file(page, "constancia.pdf", "pdf", "application/pdf")
    press(page, "form.form button")
    assert "constancia.pdf" in page.locator("main").inner_text()
    found += looked_at(page)

    # The same pages in English, at every width, with a step that shows a fault.
    steps = [address("case-step", case.pk, number, language="en") for number in ANSWERS]
    names = ("case-draft", "case-files", "case-submit", "case-withdraw", "case-withdraw-consent")
    for path in [*steps, *(address(name, case.pk, language="en") for name in names)]:
        page.goto(path)
        found += [(path, *fault) for fault in axe.faults(page)]
    page.set_viewport_size(PHONE)
    page.goto(address("case-step", case.pk, 5))
    page.fill("[name=cost_escort]", "muchos")
    press(page, "form.form button >> nth=0")
    assert page.locator("[name=cost_escort]").input_value() == "muchos"
    found += looked_at(page)

    page.goto(address("case-submit", case.pk))
    press(page, "main form button")
    assert page.url.endswith(address("case-receipt", case.pk))
    assert case.number in page.locator("main").inner_text()
    assert "Persona Ficticia" not in page.content()
    found += looked_at(page)
    with for_the_clock():
        assert Case.objects.get(pk=case.pk).status == "submitted"
    assert (found, console) == ([], [])
