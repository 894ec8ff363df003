"""A4: what was taken away is gone at the next request, whichever way somebody goes on asking."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from crm_portal.common.outbox import kinds, sending, workflow
from crm_portal.common.outbox.kinds import LetterKind
from crm_portal.common.outbox.models import Letter, MailPreference
from declarations.models import Round
from members import circulars
from members.models import Mandate, Party, PresidencyTerm, Substitution, User, renew_feed
from tests.hardening.addresses import every_address
from tests.members.factories import circular, mandate, seated

TODAY = timezone.localdate()


def close(user):
    User.objects.filter(pk=user.pk).update(is_active=False)


def end(user):
    Mandate.objects.filter(user=user).update(valid_until=TODAY)


WAYS = {"account closed": close, "mandate ended": end}


@pytest.mark.parametrize("how", WAYS)
def test_a4_the_next_part_of_an_attachment_is_refused(world, how):
    reader, address = world.people["focal"], world.objects["circular"].attachment.get_absolute_url()
    client = world.visitor("focal")
    first = client.get(address, headers={"Range": "bytes=0-49"})
    had = b"".join(first.streaming_content)

    WAYS[how](reader)
    conditions = [{"Range": "bytes=50-99", "If-Range": first.headers["ETag"]}, {"If-None-Match": first.headers["ETag"]}]
    after = [client.get(address, headers=headers) for headers in conditions]

    assert (first.status_code, len(had)) == (206, 50)
    assert {answer.status_code for answer in after} == ({302} if how == "account closed" else {404})


@pytest.mark.parametrize("how", WAYS)
def test_a4_a_calendar_program_is_refused(world, how):
    reader, program = world.people["focal"], Client()
    address = f"/calendar/{renew_feed(reader)}.ics"
    before = program.get(address).status_code

    WAYS[how](reader)

    assert (before, program.get(address).status_code) == (200, 404)


@pytest.mark.parametrize("how", WAYS)
@pytest.mark.parametrize("role", ["focal", "st_coord", "auditor"])
def test_a4_no_page_of_the_intranet_or_the_desk_opens(world, role, how):
    client = world.visitor(role)
    paths = [path for _name, path in every_address(world) if path.startswith(("/admin/", "/en/intranet/"))]
    own = {"/en/intranet/", "/en/intranet/profile/", "/en/intranet/my-data/", "/en/intranet/calendar/"}
    own |= {"/en/intranet/substitutions/", "/en/intranet/who-may-see-what/", "/en/intranet/directory/"}

    WAYS[how](world.people[role])
    opened = {path: answer for path in paths if (answer := client.get(path)).status_code == 200}

    words = [
        (path, place)
        for path, answer in opened.items()
        for word, (place, _) in world.heard_by.items()
        if word in answer.text
    ]
    assert words == []
    assert opened.keys() - own - {"/en/intranet/directory/contacts.csv"} == set()
    assert how == "mandate ended" or not opened


def test_a4_a_kept_page_forgets_who_was_put_out(world):
    Client().get("/en/members/")
    client = world.visitor("focal")
    named = client.get("/en/members/").text

    close(world.people["focal"])

    after = client.get("/en/members/").text
    assert ("Focal" in named, "Focal</" in after) == (True, False)
    assert after == Client().get("/en/members/").text


@pytest.mark.parametrize("how", WAYS)
def test_a4_a_circular_under_way_does_not_reach_who_was_put_out(world, how):
    sending.send_due()
    mail.outbox.clear()
    notice = circular(world.people["ppt"], "Segundo")
    circulars.send(notice, by=world.people["ppt"])

    WAYS[how](world.people["focal"])
    sending.send_due()

    letters = Letter.objects.filter(kind="circular", about_pk=str(notice.pk))
    states = dict(letters.values_list("recipient__email", "state"))
    assert states == {
        "focal@example.org": "cancelled",
        "deactivated@example.org": "sent",
        "revoked@example.org": "sent",
    }
    assert "focal@example.org" not in {to for letter in mail.outbox for to in letter.to}


@pytest.mark.parametrize("how", WAYS)
def test_a4_no_letter_of_a_consultation_reaches_who_was_put_out(world, how):
    letters = Letter.objects.filter(kind__startswith="consultation-", recipient=world.people["focal"])
    waiting = letters.filter(state="queued").count()

    WAYS[how](world.people["focal"])
    while letters.filter(state="queued").exists():
        sending.send_due()

    assert waiting == letters.filter(state="cancelled").count() > 0
    assert "focal@example.org" not in {to for letter in mail.outbox for to in letter.to}


def test_a4_a_receipt_under_way_does_not_reach_who_acts_for_another_country_by_then(world):
    """It tells what the country said, and the round still runs: of others' positions nothing is known."""
    focal, cell = world.people["focal"], world.objects["cell"]
    receipts = Letter.objects.filter(kind="consultation-receipt", recipient=focal, about_pk=str(cell.pk))
    waiting = receipts.filter(state="queued").count()

    end(focal)
    mandate(focal, "focal", "ca", TODAY)
    while receipts.filter(state="queued").exists():
        sending.send_due()

    assert waiting == receipts.filter(state="cancelled").count() > 0


def test_a4_whoever_leaves_the_troika_reads_nothing_more_of_it(world):
    row, client = world.objects["consultation with the Troika"], world.visitor("troika")
    file = row.texts.get().attachments.select_related("file").get().file
    paths = [row.get_absolute_url(), f"/en/intranet/consultations/rounds/{row.rounds.get().pk}/"]
    paths += [file.get_absolute_url(), world.objects["consultation withdrawn"].troika_dossier.get_absolute_url()]
    before = [client.head(path).status_code for path in paths]

    PresidencyTerm.objects.filter(party__slug="pa").update(party=Party.objects.get(slug="us"))

    assert (before, [client.head(path).status_code for path in paths]) == ([200] * 4, [404] * 4)


def test_a4_the_positions_of_others_open_at_the_moment_at_which_the_round_ends(world):
    """Whether or not the clock has noted its end; one second before, nothing is read."""
    row, client = world.objects["round"], world.visitor("hod")
    words = {word for word, (place, _) in world.heard_by.items() if place == "consultation: position of ca"}
    board = f"/en/intranet/consultations/rounds/{row.pk}/"

    def heard(closes_at):
        Round.objects.filter(pk=row.pk).update(closes_at=closes_at)
        return {word for word in words if word in client.get(board).text}

    before, after = heard(timezone.now() + timedelta(minutes=1)), heard(timezone.now() - timedelta(seconds=1))

    assert (before, after) == (set(), words)
    assert words


@pytest.fixture
def notice_kind():
    """A kind of letter that may wait for the daily summary; the portal has none yet that is about something."""
    kinds.register(LetterKind("notice", "Notice", subject="Quetzalcanario", allows_digest=True))
    yield "notice"
    del kinds.kinds["notice"]


@pytest.mark.parametrize("how", WAYS)
def test_a4_a_summary_under_way_leaves_out_what_its_reader_lost(world, notice_kind, how):
    reader, notice = world.people["focal"], world.objects["circular"]
    sending.send_due()
    mail.outbox.clear()
    MailPreference.objects.create(user=reader, delivery="daily")
    item = workflow.post(notice_kind, to=reader, about=notice, text="Quetzalcanario")
    gathered = workflow.gather_digests(timezone.now() + timedelta(days=2))

    WAYS[how](reader)
    sending.send_due()

    item.refresh_from_db()
    assert (gathered, item.state, mail.outbox) == (1, "cancelled", [])


def test_a4_a_deputy_is_out_with_the_day_and_with_the_mandate_stood_in_for(world):
    deputy = seated("deputy", "st_assist", "iom")
    world.people["deputy"] = deputy
    Substitution.objects.create(
        mandate=world.people["st_coord"].mandates.get(),
        deputy=deputy,
        valid_from=TODAY,
        valid_until=TODAY + timedelta(days=3),
        named_by=world.people["st_coord"],
        accepted_at=timezone.now(),
    )
    invitation = world.objects["waiting"]
    invitation.__class__.objects.filter(pk=invitation.pk).update(role="auditor")  # the coordinator alone decides
    client, path = world.visitor("deputy"), f"/en/intranet/people/invitations/{invitation.pk}/decide/"
    before = client.get(path).status_code

    end(world.people["st_coord"])

    assert (before, client.get(path).status_code) == (200, 403)


def test_a4_looking_through_a_role_ends_with_the_right_to(world):
    client = world.visitor("st_coord")
    focal = {"role": "hod", "party": world.people["hod"].mandates.get().party_id, "body": ""}
    client.post("/en/intranet/view-as/", focal)
    looking = client.get(f"/en/intranet/circulars/{world.objects['circular'].pk}/").status_code

    end(world.people["st_coord"])

    assert (looking, client.get(f"/en/intranet/circulars/{world.objects['circular'].pk}/").status_code) == (200, 404)


def test_a4_a_new_seat_opens_at_the_next_request(world):
    client = world.visitor("auditor")
    path = f"/en/intranet/circulars/{world.objects['circular'].pk}/"
    before = client.get(path).status_code

    end(world.people["auditor"])
    mandate(world.people["auditor"], "hod", "ca", TODAY)

    assert (before, client.get(path).status_code) == (404, 200)
