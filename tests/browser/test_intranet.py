"""Every page of the intranet in a real browser, accessible, quiet, no wider than the screen."""

from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation

from contributions import papers_to_sign, scales
from contributions.models import Budget, Invoice, Payment, Project, Scale
from contributions.simulation import amounts
from crm_portal.site.models import ActivityReport
from meetings import delegations
from meetings.models import LogisticsTask, Meeting, MeetingInvitation, SpeakingSlot, VersionItem
from members import circulars, invitations, view_as
from members.models import Handover, Institution, Invitation, Party, Substitution, User
from tests import axe
from tests.contributions.bank_factories import kept_statement
from tests.members.factories import circular
from tests.signing_in import sign_in_past_second_factor
from tests.sizes import size

PEOPLE = ("focal-mx", "st-coord", "ppt", "obs-org", "auditor")


def account(name):
    return User.objects.get(email=f"{name}@demo.example")


@pytest.fixture
def office(committed_demo):
    """The demonstration, with something in each list."""
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
    group = Meeting.objects.get(slug="demo-rcgm")
    delegation = delegations.register(group, mexico, [delegations.Entry("Persona Ficticia", is_head=True)], by=focal)
    printed = Scale.objects.get()
    scale = scales.draft(amounts(printed), by=coordinator, valid_from=date(2090, 1, 1), drafted_from=printed)
    return {
        "scale draft": scale,
        "draft": draft,
        "sent": sent,
        "invitation": invitation,
        "delegation": delegation,
        "bank statement": kept_statement(account("st-assist")),
        **contributed(focal),
    }


def contributed(focal):
    """Of the demonstration, what Mexico was asked for and has paid, with a paper that it asks for."""
    invoice = Invoice.objects.filter(party__slug="mx").latest("pk")
    papers_to_sign.ask(invoice.party, "Formato de la tesorería", invoice=invoice, by=focal)
    return {"invoice": invoice, "payment": Payment.objects.filter(party__slug="mx").latest("pk")}


def of_meetings(office, name):
    """The pages about meetings that this person is offered: name of the address, arguments."""
    asked = VersionItem.objects.filter(version__meeting__slug="demo-conference").first()
    slot = SpeakingSlot.objects.get(status="requested", session__meeting__slug="demo-rcgm")
    task = LogisticsTask.objects.filter(meeting__slug="demo-conference").earliest("pk")
    team, delegations_of = {"st-coord", "ppt"}, {"focal-mx", "obs-org"}
    inside, everybody = team | {"focal-mx"}, {*PEOPLE} - {"auditor"}
    offered = [
        ({*PEOPLE}, "my-meeting-list"),
        (inside, "my-meeting", "demo-conference"),  # it is only planned
        (everybody, "my-meeting", "demo-rcgm"),
        (everybody, "agenda", "demo-conference"),
        (everybody, "agenda-version", "demo-conference", 1),
        (delegations_of, "item-comment", asked.pk),
        ({"focal-mx"}, "proposal-new", "demo-conference"),
        (team, "item-new", "demo-conference"),
        ({"ppt"}, "agenda-send-out", "demo-conference"),
        (everybody, "speaking-list", "demo-rcgm"),
        ({"obs-org"}, "speaking-request", "demo-rcgm"),
        (team, "speaking-invite", "demo-rcgm"),
        (team, "speaking-allot", "demo-rcgm", slot.pk),
        (team, "speaking-refuse", "demo-rcgm", slot.pk),
        ({"ppt"}, "item-authorise", "demo-conference"),
        (everybody, "participant-list", "demo-rcgm"),
        (delegations_of, "my-delegation", "demo-rcgm"),
        (team, "delegation-list", "demo-rcgm"),
        (inside, "delegation-travel", office["delegation"].pk),
        ({"st-coord"}, "participant-import", "demo-rcgm"),
        (inside, "logistics-note", "demo-conference"),
        (team, "convocation", "demo-rcgm"),
        ({"ppt"}, "guest-invite", "demo-rcgm"),
        (team, "convocation-edit", "demo-network"),
        ({"ppt"}, "party-invite", "demo-network"),
        *((delegations_of, "invitation-detail", one.pk) for one in MeetingInvitation.objects.visible_to(account(name))),
        (team, "logistics", "demo-conference"),
        (team, "logistics-task-create", "demo-conference"),
        (team, "logistics-task-edit", task.pk),
        (team, "logistics-paper-add", task.pk),
        (team, "closing", "demo-seminar"),
    ]
    return [(page, args) for people, page, *args in offered if name in people]


def of_contributions(office, name):
    """The pages of contributions that this person is offered."""
    from django.urls import reverse

    if name in {"st-coord", "auditor"}:
        yield from (reverse(f"contributions:{page}") for page in ("my-contributions", "reminders"))
    if name in {"focal-mx", "st-coord", "auditor"}:
        yield from (reverse(f"contributions:{page}", args=["mx"]) for page in ("country", "paper-list"))
        yield from (office[paper].get_absolute_url() for paper in ("invoice", "payment"))
    if name == "focal-mx":
        yield from (reverse(f"contributions:{page}", args=["mx"]) for page in ("proof-hand-in", "paper-ask"))
    if name == "st-coord":
        yield f"{reverse('contributions:reminders')}?country=ca"


def paths(office, name):
    """The pages that this person is offered, by their addresses in the language in force."""
    from django.urls import reverse

    yield reverse("intranet")
    yield reverse("access-matrix")
    yield from (reverse(f"members:{page}") for page in ("directory", "profile", "calendar", "substitutions"))
    if name in {"focal-mx", "st-coord"}:
        yield from (reverse(f"members:{page}") for page in ("people", "invitation-create"))
        yield reverse("members:mandate-end", args=[account("focal-mx").mandates.get().pk])
    yield from (reverse(f"meetings:{page}", args=args) for page, args in of_meetings(office, name))
    if name in {"focal-mx", "st-coord", "ppt", "auditor"}:
        for budget in Budget.objects.visible_to(account(name)):
            yield reverse("contributions:budget-detail", args=[budget.pk])
        yield reverse("contributions:budget-list")
        yield reverse("contributions:project-list")
        yield reverse("contributions:project-detail", args=[Project.objects.get().pk])
    if name in {"st-coord", "auditor"}:
        yield reverse("contributions:expenditure-list", args=[Budget.objects.approved().get().pk])
        statement = office["bank statement"]
        yield from (
            reverse(f"contributions:bank-{page}", args=[statement.pk]) for page in ("statement", "reconciliation")
        )
        yield reverse("contributions:bank-statement-list")
    if name == "st-coord":
        yield reverse("contributions:bank-statement-import")
        yield reverse("contributions:bank-line", args=[office["bank statement"].lines.get().pk])
    if name != "obs-org":
        yield reverse("contributions:scale-drafts")
        yield f"{reverse('contributions:scale-simulate')}?method=proportion&total=300000&unit=dollars"
        yield reverse("contributions:scale-draft", args=[office["scale draft"].pk])
    yield from of_contributions(office, name)
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
    if name in {"st-coord", "focal-mx", "ppt", "auditor"}:
        yield reverse("report-list")
        yield from (report.get_absolute_url() for report in ActivityReport.objects.visible_to(account(name)))
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
    found += axe.faults(page)
    found += [("console", text) for text in console]
    console.clear()
    return found


BOTH = [(name, language) for name in PEOPLE for language in ("es", "en")]
IN_TURN = [(name, ("es", "en")[place % 2]) for place, name in enumerate(PEOPLE)]
"""Each person's pages in one language, and each language by others: the same pages belong to several people."""


@pytest.mark.parametrize(("name", "language"), size(ci=IN_TURN, full=BOTH))
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
    found += [each["id"] for each in axe.violations(page)]

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
