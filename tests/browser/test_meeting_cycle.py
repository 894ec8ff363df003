"""One conference from its convocation to its public page, each step by whoever takes it, seen by the others."""

import re
from functools import partial

import pytest
from django.test import Client
from django.utils import timezone

from crm_portal.common.outbox.models import Letter
from declarations.models import DocumentVersion
from meetings import pinning
from meetings.models import AgendaItem, Delegate, ItemDocument, Meeting, MeetingInvitation
from members.models import User
from tests.declarations.factories import published, version
from tests.signing_in import sign_in_past_second_factor

PASSWORD = "a-long-enough-password"
SLUG = "demo-conference"
HOME = f"/en/intranet/meetings/{SLUG}/"
SECRET = "Quetzalcanario"


@pytest.fixture
def people(committed_demo, live_server, browser):
    """A browser for each person; each says what it complained about."""
    opened, complaints = {}, []

    def listen(name, message):
        if message.type == "error" and "404" not in message.text:  # pages that are not there are asked for on purpose
            complaints.append((name, message.text))

    def somebody(name):
        if name not in opened:
            context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
            context.set_default_timeout(10_000)
            page = context.new_page()
            page.on("console", partial(listen, name))
            page.on("pageerror", lambda error: complaints.append((name, str(error))))
            if name:
                client = Client()
                sign_in_past_second_factor(client, account(name))
                cookie = {"name": "sessionid", "value": client.session.session_key, "url": live_server.url}
                context.add_cookies([cookie])
            opened[name] = page
        return opened[name]

    yield somebody
    for page in opened.values():
        page.context.close()
    assert complaints == []


def account(name):
    return User.objects.get(email=f"{name}@demo.example")


def press(page, words):
    """Press the button, or follow the link, of this name, and wait for the page it leads to."""
    button = page.locator("main").get_by_role("button", name=re.compile(f"^{words}")).first
    with page.expect_navigation():
        button.click()
    assert page.locator(".error-summary, .messages .error").count() == 0, page.locator("main").inner_text()


def step(page, words):
    """Take a step that asks once more."""
    page.locator("details.step summary", has_text=words).click()
    press(page, words)


def test_a_conference_from_its_convocation_to_its_public_page(people):  # noqa: PLR0915  # one story
    ppt, mexico, unhcr, colombia = (people(name) for name in ("ppt", "focal-mx", "obs-org", "obs-country"))
    assistant, minister, visitor = people("st-assist"), people("hod"), people("")

    # The preliminary agenda went to members and organisations, who comment on it; an observer country is not asked.
    for page, said in ((mexico, "México propone veinte minutos."), (unhcr, "UNHCR offers a presentation.")):
        page.goto(f"{HOME}agenda/v1/")
        with page.expect_navigation():
            page.get_by_role("link", name=re.compile("^Comment for my delegation")).first.click()
        page.locator("[name=text]").fill(said)
        press(page, "Keep the comment")
        assert said in page.locator("main").inner_text()
    assert colombia.goto(f"{HOME}agenda/v1/").status == 404
    ppt.goto(f"{HOME}agenda/v1/")
    comments = ppt.locator(".comments").all_inner_texts()
    assert ["México" in text or "Mexico" in text for text in comments] == [True]

    # The Presidency convenes, writes the convocation, approves and sends it.
    assert visitor.goto(f"/es/reuniones/{SLUG}/").status == 404
    ppt.goto(HOME)
    step(ppt, "Convene")
    ppt.goto(f"{HOME}convocation/write/")
    press(ppt, "Save the draft")
    press(ppt, "Approve the text")
    press(ppt, "Send the convocation")
    convocation = MeetingInvitation.objects.filter(meeting__slug=SLUG)
    assert convocation.exclude(sent_at=None).filter(party__slug__in=["mx", "co", "unhcr"]).count() == 3
    assert (
        Letter.objects.filter(kind="convocation", recipient=account("focal-mx")).count() == 2
    )  # the demonstration's too
    assert visitor.goto(f"/es/reuniones/{SLUG}/").status == 200

    # In Spanish and in English they answer.
    for page, name, comes in ((mexico, "mx", "comes"), (colombia, "co", "comes"), (unhcr, "unhcr", "does_not_come")):
        page.goto(f"/en/intranet/meetings/invitations/{convocation.get(party__slug=name).pk}/")
        page.locator(f"[name=answer][value={comes}]").check()
        with page.expect_navigation():
            page.locator("form:has([name=answer]) button[type=submit]").click()
    answers = dict(convocation.filter(party__slug__in=["mx", "co", "unhcr"]).values_list("party__slug", "answer"))
    assert answers == {"mx": "comes", "co": "comes", "unhcr": "does_not_come"}

    # Mexico and the Presidency's country register who comes; the assistant looks at the credentials.
    for page, rows in (
        (mexico, [("Demo: hod", "hod@demo.example", True)]),
        (ppt, [("Demo: ppt", "ppt@demo.example", True)]),
    ):
        page.goto(f"/es/intranet/reuniones/{SLUG}/mi-delegacion/" if page is mexico else f"{HOME}my-delegation/")
        for number, (full_name, email, is_head) in enumerate(rows):
            page.locator(f"[name=people-{number}-full_name]").fill(full_name)
            page.locator(f"[name=people-{number}-email]").fill(email)
            page.locator(f"[name=people-{number}-is_head]").set_checked(is_head)
        press(page, "Guardar la delegación" if page is mexico else "Save the delegation")
    assert Delegate.objects.filter(delegation__meeting__slug=SLUG, has_seat=True).count() == 2
    assistant.goto(f"{HOME}delegations/")
    for name in ("Demo: hod", "Demo: ppt"):
        press(assistant, f"credentials: {name}")

    # Only now the Presidency sees the closed door from within, and writes what is dealt with there.
    ppt.goto(f"{HOME}agenda/new-item/")
    ppt.locator("[name=session]").select_option(label="Closed door")
    for language in ("es", "en"):
        ppt.locator(f"[name=title_{language}]").fill(SECRET)
    ppt.locator("[name=matter]").select_option("political")
    press(ppt, "Save")
    secret = AgendaItem.objects.get(title_es=SECRET)
    report = AgendaItem.objects.get(session__meeting__slug=SLUG, minimum="ppt_report")
    document = published(account("st-coord"), "Informe de la Presidencia", audience="plenary")
    paper = DocumentVersion.objects.filter(document=document).first() or version(document)
    pinning.pin(ItemDocument(item=report, version=paper), by=account("st-assist"))

    # On the day: the page of a delegation keeps itself up to date, and nobody out of role hears of the closed door.
    ppt.goto(HOME)
    step(ppt, "Open")
    mexico.goto(HOME)
    assert SECRET in ppt.goto(HOME).text()
    opened = ppt.locator("li", has=ppt.locator("p", has_text=re.compile(f"^{report.title_en}"))).last
    with ppt.expect_navigation():
        opened.get_by_role("button", name="Open the discussion").click()
    mexico.wait_for_selector("text=under discussion", timeout=25_000)
    assert "Informe de la Presidencia" in mexico.locator("#now").inner_text()
    assert SECRET in minister.goto(HOME).text()
    for page in (mexico, colombia, unhcr, assistant):
        for path in (HOME, f"{HOME}agenda/", "/en/search/?q=" + SECRET[:8], "/en/intranet/"):
            answer = page.goto(path)
            assert (path, answer.status == 200 and SECRET in answer.text()) == (path, False)

    # Who was there, what became of the standing item; then it is closed, and the public sees its part.
    assistant.goto(f"{HOME}delegations/")
    for name in ("Demo: hod", "Demo: ppt"):
        press(assistant, f"attended: {name}")
    ppt.goto(f"{HOME}closing/")
    press(ppt, "Done")
    ppt.goto(f"{HOME}closing/")
    assert ppt.locator("[name=members]:checked").count() == 2
    press(ppt, "Record who is present")
    press(ppt, "Close")
    assert Meeting.objects.get(slug=SLUG).status == "closed"
    for path, here, absent in (
        (f"/es/reuniones/{SLUG}/", "México", "Canadá"),
        (f"/en/meetings/{SLUG}/", "Mexico", "Canada"),
    ):
        visitor.goto(path)
        shown = visitor.locator("main").inner_text()
        assert (here in shown, absent in shown, SECRET in visitor.content()) == (True, True, False)
    assert secret.session.meeting.slug == SLUG
    assert timezone.now() > secret.session.meeting.convened_at
