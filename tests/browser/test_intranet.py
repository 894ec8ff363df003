"""Every page of the intranet in a real browser, accessible, quiet, no wider than the screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone, translation

from members import circulars, invitations, view_as
from members.models import Handover, Institution, Invitation, Party, Substitution, User
from tests.conftest import load_history
from tests.members.factories import circular
from tests.signing_in import sign_in_past_second_factor

WIDTHS = (1280, 390, 320)
PASSWORD = "a-long-enough-password"
PEOPLE = ("focal-mx", "st-coord", "ppt", "obs-org", "auditor")


def account(name):
    return User.objects.get(email=f"{name}@demo.example")


@pytest.fixture
def office(transactional_db, settings):
    """The demonstration, with something in each list."""
    settings.DEMO_PASSWORD = PASSWORD
    if not Party.objects.exists():
        load_history()
    call_command("load_demo", verbosity=0)
    coordinator, focal = account("st-coord"), account("focal-mx")
    mexico = Party.objects.get(slug="mx")
    Institution.objects.create(party=mexico, name_es="Instituto", name_en="Institute")
    draft, sent = circular(coordinator, "Borrador"), circular(coordinator, "Aviso", reply_by=timezone.localdate())
    circulars.send(sent, by=coordinator)
    invitation = Invitation(
        email="nueva@example.org",
        full_name="Nueva Persona",
        party=mexico,
        role="rcgm",
        proposed_by=focal,
        proposed_at=timezone.now(),
    )
    invitations.propose(invitation, by=focal)
    today = timezone.localdate()
    Substitution.objects.create(
        mandate=account("st-coord").mandates.get(),
        deputy=account("st-assist"),
        valid_from=today,
        valid_until=today.replace(year=today.year + 1, day=1),
        named_by=coordinator,
    )
    return {"draft": draft, "sent": sent, "invitation": invitation}


def paths(office, name):
    """The pages that this person is offered, by their addresses in the language in force."""
    from django.urls import reverse

    yield reverse("intranet")
    yield reverse("access-matrix")
    yield from (reverse(f"members:{page}") for page in ("directory", "profile", "calendar", "substitutions"))
    if name in {"focal-mx", "st-coord"}:
        yield from (reverse(f"members:{page}") for page in ("people", "invitation-create"))
        yield reverse("members:mandate-end", args=[account("focal-mx").mandates.get().pk])
    yield reverse("meetings:my-meeting-list")
    if name not in {"obs-org", "auditor"}:  # it is only planned
        yield reverse("meetings:my-meeting", args=["demo-conference"])
    if name in {"focal-mx", "st-coord", "ppt"}:
        yield reverse("members:circular-list")
        yield reverse("members:circular-detail", args=[office["sent"].pk])
    if name in {"st-coord", "ppt"}:
        yield reverse("members:circular-create")
        yield reverse("members:circular-detail", args=[office["draft"].pk])
        yield reverse("members:circular-edit", args=[office["draft"].pk])
    if name in {"st-coord", "ppt"}:
        coming = Handover.objects.visible_to(account(name)).at_hand(timezone.localdate()).latest("starts_on")
        yield from (reverse("members:handover-list"), reverse("members:handover-detail", args=[coming.pk]))
    if name == "st-coord":
        yield reverse("members:view-as")
        yield reverse("members:invitation-decide", args=[office["invitation"].pk])


def sign_in(page, live_server, user, **more):
    """A session as the login makes it; the login itself is tried elsewhere."""
    client = Client()
    sign_in_past_second_factor(client, user)
    session = client.session
    session.update(more)
    session.save()
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": live_server.url}
    page.context.add_cookies([cookie])


def faults(page, path, console):
    response = page.goto(path)
    found = [] if response.status == 200 else [("status", response.status)]
    found += [("led to", page.url)] if "/login/" in page.url or "/2fa/" in page.url else []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        violations = Axe().run(page).response["violations"]
        found += [(width, each["id"], [node["html"][:120] for node in each["nodes"]]) for each in violations]
        scrolled = page.evaluate("document.documentElement.scrollWidth")
        found += [(width, "scrolls sideways", scrolled)] if scrolled > width else []
    found += [("console", text) for text in console]
    console.clear()
    return found


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("name", PEOPLE)
def test_no_page_of_the_intranet_upsets_the_browser(office, live_server, page, console, name, language):
    sign_in(page, live_server, account(name))
    with translation.override(language):
        found = {path: faults(page, path, console) for path in paths(office, name)}

    assert {path: said for path, said in found.items() if said} == {}


@pytest.mark.parametrize("language", ["es", "en"])
def test_an_invited_persons_pages_do_not_upset_the_browser(office, live_server, page, console, language):
    token = invitations.approve(office["invitation"], by=account("st-coord"))

    found = faults(page, f"/accounts/invitation/{token}/?language={language}", console)
    page.fill("[name=password]", "short")
    page.locator("main form button[type=submit]").click()
    page.wait_for_selector(".error-summary")
    found += [each["id"] for each in Axe().run(page).response["violations"]]

    assert found == []


def test_looking_through_another_role_is_said_on_every_page(office, live_server, page, console):
    mexico = Party.objects.get(slug="mx")
    sign_in(page, live_server, account("st-coord"), **{view_as.KEY: ["focal", mexico.pk, None]})

    found = faults(page, "/en/intranet/", console) + faults(page, "/en/members/", console)

    assert found == []
    assert "You are looking as: Focal point, Mexico." in page.locator(".viewing").inner_text()
    page.locator(".viewing button").click()
    page.wait_for_url("**/intranet/")
    assert page.locator(".viewing").count() == 0


def test_a_focal_point_invites_a_colleague_and_names_a_deputy(office, live_server, page):
    """By the forms themselves, with what they fill in unseen."""
    sign_in(page, live_server, account("focal-mx"))

    page.goto("/en/intranet/people/invite/")
    page.fill("[name=full_name]", "Otra Persona")
    page.fill("[name=email]", "otra@example.org")
    page.select_option("[name=role]", "hod")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/en/intranet/people/")
    page.goto("/en/intranet/substitutions/")
    page.select_option("[name=deputy]", label="Demo: focal")
    today = timezone.localdate()
    page.fill("[name=valid_from]", today.isoformat())
    page.fill("[name=valid_until]", today.replace(year=today.year + 1, day=1).isoformat())
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_selector(".messages")

    assert Invitation.objects.get(email="otra@example.org").party.slug == "mx"
    assert Substitution.objects.get(deputy=account("focal")).mandate.user == account("focal-mx")


def test_a_new_focal_point_finds_the_way_on_a_phone(office, live_server, page):
    """From the letter's link to the calendar, with a phone's screen."""
    page.set_viewport_size({"width": 390, "height": 844})
    token = invitations.approve(office["invitation"], by=account("st-coord"))

    page.goto(f"/accounts/invitation/{token}/")
    page.fill("[name=password]", "cuatro palabras seguidas hoy")
    page.fill("[name=again]", "cuatro palabras seguidas hoy")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/es/intranet/")
    page.locator(".subnav summary").click()
    page.locator(".subnav .narrow a", has_text="Directorio").click()
    page.wait_for_url("**/es/intranet/directorio/")
    page.fill("main [name=q]", "focal-cr")
    page.locator(".filter button").click()
    page.wait_for_url("**/directorio/?q=focal-cr*")
    assert page.locator(".cards li").count() == 1
    page.locator(".account a[hreflang=en]").click()
    page.wait_for_url("**/en/intranet/directory/*")
    page.locator(".subnav summary").click()
    page.locator(".subnav .narrow a", has_text="Calendar").click()

    page.wait_for_url("**/en/intranet/calendar/")
