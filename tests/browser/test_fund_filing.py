"""A consulate files a whole case of the Reserve Fund on a phone, in Spanish, by the keyboard alone."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from members.models import User
from reserve_fund.models import Case
from reserve_fund.row_security import for_the_clock
from tests import axe
from tests.files import honest
from tests.signing_in import sign_in_past_second_factor

PHONE = {"width": 390, "height": 844}
REACHABLE = "form.form :is(input:not([type=hidden]), select, textarea, button)"
ANSWERS = {
    1: {
        "referrer": "consulate",
        "institution": "Consulado de prueba en Tapachula",
        "referring_officer": "Cónsul Ficticio",
        "officer_contact": "+00 000",
        "stay": "mx",
        "return_to": "hn",
    },
    2: {
        "full_name": "Persona Ficticia",
        "document_number": "ZZ-001",
        "born_on": "1940-05-06",
        "sex": "female",
        "nationality": "ficticia",
        "contact": "albergue",
    },
    3: {
        "vulnerabilities": "ELD",
        "situation": "Necesita una silla de ruedas.",
        "evidence_reference": "constancia médica",
        "protection_concern": "ninguna",
    },
    4: {
        "voluntary_on": "2026-01-02",
        "voluntary_language": "español",
        "explained_by": "oficial",
        "consent_on": "2026-01-02",
        "consent_scope": "retorno",
    },
    5: {"cost_ticket": "600", "subsidiarity": "No hay programa."},
}


def address(name, *args, language="es"):
    with translation.override(language):
        return reverse(f"reserve_fund:{name}", args=args)


@pytest.fixture
def phone(committed_demo, live_server, page):
    client = Client()
    sign_in_past_second_factor(client, User.objects.get(email="fund-requester@demo.example"))
    cookie = {"name": "sessionid", "value": client.session.session_key, "url": live_server.url}
    page.context.add_cookies([cookie])
    page.set_viewport_size(PHONE)
    page.clock.install()
    return page


def looked_at(page):
    """What axe finds on the phone, and whether the page is wider than it."""
    found = [(page.url, each["id"], [node["html"][:120] for node in each["nodes"]]) for each in axe.violations(page)]
    if (scrolled := page.evaluate("document.documentElement.scrollWidth")) > PHONE["width"]:
        found.append((page.url, "scrolls sideways", scrolled))
    return found


def fill(page, answers):
    """Write the answers of a step, whatever kind of control each has."""
    for name, value in answers.items():
        control = page.locator(f"[name={name}]").first
        if control.get_attribute("type") == "checkbox":
            page.locator(f"[name={name}][value={value}]").check()
        elif control.evaluate("each => each.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)


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
    page.set_input_files(
        "[name=file]", {"name": "constancia.pdf", "mimeType": "application/pdf", "buffer": honest.FILES["pdf"]}
    )
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
