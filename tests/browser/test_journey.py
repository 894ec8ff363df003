"""As a new focal point would: from the invitation's mail to the calendar, on a phone, in Spanish, then in English."""

import re

import pytest
from django.utils import timezone

from crm_portal.common.outbox.models import Letter
from members import invitations
from members.models import CalendarFeed, Invitation, Mandate, Party, User
from tests import axe
from tests.accounts.test_passkeys import add_authenticator
from tests.letters import sent

PHONE = {"width": 390, "height": 844}
WORDS = "cuatro palabras seguidas hoy"


@pytest.fixture
def invited(committed_demo):
    """A person whom the Secretariat has invited as a focal point of Mexico; the letter waits in the outbox."""
    coordinator = User.objects.get(email="st-coord@demo.example")
    invitation = Invitation(
        email="lucia@example.org",
        full_name="Lucía Ejemplo",
        language="es",
        party=Party.objects.get(slug="mx"),
        role="focal",
        proposed_at=timezone.now(),
    )
    invitations.propose(invitation, by=coordinator)
    invitations.approve(invitation, by=coordinator)


@pytest.fixture
def phone(page):
    page.set_viewport_size(PHONE)
    return page


def menu(page, words):
    """Open the intranet's menu as it is on a phone, and follow a link in it."""
    page.locator(".subnav summary").click()
    page.locator(".subnav .narrow a", has_text=re.compile(f"^{words}$")).click()


def test_a_new_focal_point_finds_everything_from_the_mail_on(invited, phone, console):  # noqa: PLR0915  # one journey
    page, found = phone, []
    add_authenticator(page)

    def looks_right(where):
        """Nothing for axe, nothing beside the screen, on each page on the way."""
        violations = axe.violations(page)
        found.extend((where, each["id"], [node["html"][:120] for node in each["nodes"]]) for each in violations)
        if (scrolled := page.evaluate("document.documentElement.scrollWidth")) > PHONE["width"]:
            found.append((where, "scrolls sideways", scrolled))

    # The mail, in her language; the link opens once the letter has left, and the row keeps nothing of it.
    [mail] = [mail for mail in sent() if mail.to == ["lucia@example.org"]]
    assert mail.subject == str(Letter.objects.get(address="lucia@example.org").subject)
    assert "Lucía Ejemplo" in mail.body
    link = re.search(r"https?://[^/\s]+(/accounts/invitation/\S+)", mail.body)[1]
    assert Letter.objects.get(address="lucia@example.org").text == ""

    page.goto(link)
    assert page.locator("html").get_attribute("lang") == "es"
    looks_right("invitation")
    page.fill("[name=password]", WORDS)
    page.fill("[name=again]", WORDS)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/es/intranet/")
    looks_right("home")
    assert page.locator("h1").count() == 1
    assert Mandate.objects.on(timezone.localdate()).get(user__email="lucia@example.org").party.slug == "mx"

    # A passkey, from her profile.
    page.locator(".account a.name").click()
    page.wait_for_url("**/es/intranet/**")
    looks_right("profile")
    page.locator("main a[href*='/accounts/2fa/']").click()
    page.wait_for_selector("a[href='/accounts/2fa/webauthn/add/']")
    looks_right("ways to sign in")
    page.locator("a[href='/accounts/2fa/webauthn/add/']").click()
    page.locator("[name=password], #mfa_webauthn_add").first.wait_for()
    if page.locator("[name=password]").count():  # not asked of somebody who has just chosen it
        looks_right("confirm that it is you")
        page.fill("[name=password]", WORDS)
        page.locator("form:has([name=password]) button[type=submit]").click()
    page.wait_for_selector("#mfa_webauthn_add")
    looks_right("add a passkey")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/accounts/2fa/recovery-codes/")
    looks_right("recovery codes")
    assert User.objects.get(email="lucia@example.org").authenticator_set.filter(type="webauthn").count() == 1

    # Adding a factor ended no session of hers; the directory and the calendar, with a private feed.
    page.goto("/es/intranet/")
    page.locator(".subnav summary").click()
    page.locator(".subnav .narrow a[href$='directorio/']").click()
    page.wait_for_url("**/directorio/")
    page.fill("main [name=q]", "focal-cr")
    page.locator(".filter button").click()
    page.wait_for_url("**/directorio/?q=focal-cr*")
    assert page.locator(".cards li").count() == 1
    looks_right("directory")
    page.locator(".subnav summary").click()
    page.locator(".subnav .narrow a[href$='calendario/']").click()
    page.wait_for_url("**/calendario/")
    looks_right("calendar")
    page.locator("main form button").click()
    address = page.locator(".secret code").inner_text()
    looks_right("calendar with its address")
    feed = page.context.request.get(re.sub(r"https?://[^/]+", "", address))
    assert (feed.status, feed.text().startswith("BEGIN:VCALENDAR")) == (200, True)
    assert CalendarFeed.objects.filter(user__email="lucia@example.org").count() == 1

    # English, on the same page and on the next ones.
    page.goto("/es/intranet/calendario/")
    page.locator(".account a[hreflang=en]").click()
    page.wait_for_url("**/en/intranet/calendar/")
    looks_right("calendar in English")
    menu(page, "Directory")
    page.wait_for_url("**/en/intranet/directory/")
    assert page.locator("h1").inner_text() == "Directory"
    looks_right("directory in English")

    # Out, and in again with the passkey alone.
    page.locator(".account form[method=post] button").click()
    page.wait_for_url("**/en/")
    page.goto("/accounts/login/?language=en")
    looks_right("login")
    page.click("#passkey_login")
    page.wait_for_url("**/intranet/")
    looks_right("home again")

    assert (found, console) == ([], [])
