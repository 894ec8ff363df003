"""Pages that are met seldom: a file that is held, an object's history, and what the desk asks before it sends."""

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q

from crm_portal.common.files.doors import Door, doors
from crm_portal.common.files.models import PrivateFile
from crm_portal.common.files.storing import store
from crm_portal.common.files.uploads import checked_upload
from crm_portal.common.outbox import workflow as outbox
from crm_portal.common.outbox.models import Letter
from members import account_desk
from members.models import Circular, Invitation, User
from tests import axe
from tests.browser.test_audit import faults, sign_in
from tests.files import honest

LONG_NAME = "acta-de-la-reunion-preparatoria-con-un-nombre-bastante-largo.pdf"


def account(name):
    return User.objects.get(email=f"{name}@demo.example")


@pytest.fixture
def held(committed_demo, tmp_path, settings):
    """A file that waits for the virus scanner, and that everybody may read once it has looked."""
    private = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "private"}}
    settings.STORAGES = configured.STORAGES | {"private": private}
    settings.CLAMAV_ADDRESS = "127.0.0.1:1"
    doors.add(Door("test", readable=lambda user: Q()))
    yield store(checked_upload(SimpleUploadedFile(LONG_NAME, honest.FILES["pdf"])), by=account("focal-mx"), door="test")
    doors.remove("test")


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("scan", ["pending", "infected"])
def test_a_file_that_is_held_says_so_on_a_sound_page(held, live_server, page, console, language, scan):
    PrivateFile.objects.filter(pk=held.pk).update(scan=scan, finding="Worm" if scan == "infected" else "")
    sign_in(page, live_server, "focal-mx")

    found = faults(page, f"{held.get_absolute_url()}?language={language}")

    assert page.locator("html").get_attribute("lang") == language
    assert LONG_NAME in page.locator("main").inner_text()
    # The browser itself reports the 403 in its console; that is the one complaint allowed.
    assert (found, [text for text in console if "403" not in text]) == ([], [])


@pytest.fixture
def letters(committed_demo):
    """A letter in each state from which the desk can do something."""
    coordinator, focal = account("st-coord"), account("focal-mx")
    draft = outbox.draft("note", to=focal, subject="Un aviso", text="Texto.", by=coordinator)
    queued = outbox.queue(outbox.draft("note", to=focal, subject="Otro", text="Texto.", by=coordinator), by=coordinator)
    failed = outbox.draft("note", to=focal, subject="Fallida", text="Texto.", by=coordinator)
    Letter.objects.filter(pk=failed.pk).update(state="failed", error="550 No such user")
    return {"queue": draft, "cancel": queued, "resend": failed}


@pytest.mark.parametrize("language", ["es", "en"])
def test_what_the_desk_asks_before_a_letter_goes_is_accessible_and_quiet(letters, live_server, page, console, language):
    sign_in(page, live_server, "st-coord")
    paths = [f"/admin/outbox/letter/{letter.pk}/do/{verb}/" for verb, letter in letters.items()]
    paths += [
        f"/admin/outbox/letter/{letters['queue'].pk}/change/",
        f"/admin/outbox/letter/{letters['resend'].pk}/history/",
    ]

    found = [fault for path in paths for fault in faults(page, f"{path}?language={language}")]

    assert (found, console) == ([], [])
    assert Letter.objects.get(pk=letters["queue"].pk).state == "draft"


def test_the_page_before_many_letters_go_is_accessible_and_quiet(letters, live_server, page, console):
    sign_in(page, live_server, "st-coord")
    page.goto("/admin/?language=en")
    page.goto("/admin/outbox/letter/?state__exact=draft")
    page.locator("#result_list [name=_selected_action]").first.check()
    page.select_option("[name=action]", label="Send the chosen letters")
    page.locator(".actions button").click()
    page.wait_for_selector(".confirm-transition")

    found = axe.faults(page, may_be_wider=True)

    assert (found, console) == ([], [])
    page.locator(".transition-answers button").click()
    page.wait_for_selector(".messagelist")
    assert Letter.objects.get(pk=letters["queue"].pk).state == "queued"


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_histories_of_what_people_do_are_accessible_and_quiet(letters, live_server, page, console, language):
    sign_in(page, live_server, "st-coord")
    objects = (Circular.objects.get(status="sent"), Invitation.objects.get())
    paths = [f"/admin/members/{each._meta.model_name}/{each.pk}/history/" for each in objects]

    found = [fault for path in paths for fault in faults(page, f"{path}?language={language}")]

    assert (found, console) == ([], [])


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_it_specialists_pages_of_an_account_are_accessible_and_quiet(
    committed_demo, live_server, page, console, language
):
    focal = account("focal-mx")
    account_desk.send_link(focal, by=account("st-it"))
    sign_in(page, live_server, "st-it")
    paths = [f"/admin/members/user/{focal.pk}/{name}/" for name in ("change", "do/send_link", "history")]

    found = [
        fault for path in [*paths, "/admin/members/user/add/"] for fault in faults(page, f"{path}?language={language}")
    ]

    assert (found, console) == ([], [])
