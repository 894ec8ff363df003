"""Convocations: the rules list who is invited, the Presidency approves, one letter leaves for each addressee, once."""

import threading
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from crm_portal.common.audit.models import Deed
from crm_portal.common.outbox.models import Letter
from crm_portal.common.pdf import workflow as pdf
from crm_portal.common.pdf.models import Printout
from crm_portal.common.workflow import TransitionNotAllowed
from meetings import awaited, convocation_letters, convocations, retained, workflow
from meetings.invitees import brought_by_the_rules
from meetings.models import Convocation, Meeting, MeetingInvitation
from members.models import Party, PartyStatus
from tests.letters import sent
from tests.meetings.factories import ahead, convened, convocation, meeting, session
from tests.members.factories import preside, seated
from tests.pdf.reading import read, words_of

SEND = ("approve", "send")


@pytest.fixture
def people(presidency):
    """People of some parties, beside the team of the Presidency."""
    return {
        "ppt": presidency,
        "coordinator": seated("carla", "st_coord", "iom"),
        "mx": seated("ana", "focal", "mx", valid_from=date(2026, 1, 1)),
        "mx too": seated("alba", "focal", "mx"),
        "ca": seated("brian", "focal", "ca"),
        "hod mx": seated("hugo", "hod", "mx"),
        "co": seated("olga", "obs_country", "co"),
        "unhcr": seated("oscar", "obs_org", "unhcr"),
        "rrocm": seated("rita", "rrocm", "rrocm"),
    }


@pytest.fixture
def rcgm(people):
    return convened(people["ppt"], "GRCM", kind="rcgm", **ahead())


@pytest.fixture
def network(people):
    return convened(people["ppt"], "Red", kind="network", bodies=["net-consular"], slug="red", **ahead())


def invited(held):
    return MeetingInvitation.objects.filter(meeting=held)


def own(held, slug):
    return MeetingInvitation.objects.get(meeting=held, party__slug=slug)


def guest(held, by, address="Ministerio@example.net", **values):
    made = MeetingInvitation(
        **{"meeting": held, "guest_name": "Ministerio", "guest_language": "es", "reason": "Origen"} | values
    )
    made.guest_address = address
    return convocations.invite_guest(made, by=by)


# Whom the rules put in


@pytest.mark.parametrize(
    ("kind", "bodies", "inside", "outside"),
    [
        ("conference", [], {"mx", "cr", "co", "unhcr", "rrocm"}, set()),
        ("rcgm", [], {"mx", "cr", "unhcr", "rrocm"}, {"co"}),
        ("network", ["net-consular"], {"mx", "cr", "rrocm"}, {"co", "unhcr"}),
        ("joint_networks", ["net-consular", "net-trafficking"], {"mx", "rrocm"}, {"co", "unhcr"}),
        ("ad_hoc", ["extra-regional"], {"mx"}, {"co", "unhcr", "rrocm"}),
        ("drafting", [], {"mx"}, {"co", "unhcr", "rrocm"}),
        ("seminar", [], {"mx", "rrocm"}, {"co", "unhcr"}),
    ],
)
def test_the_draft_puts_in_the_parties_that_the_rules_bring(people, kind, bodies, inside, outside):
    held = meeting(kind=kind, bodies=bodies, **ahead())

    convocation(held, people["ppt"])

    slugs = set(invited(held).values_list("party__slug", flat=True))
    assert slugs == {party.slug for party, _category in brought_by_the_rules(held)}
    assert (slugs & (inside | outside), invited(held).filter(is_express=True).count()) == (inside, 0)


def test_a_seat_that_changes_changes_the_list_until_the_letters_leave(rcgm, people):
    draft = convocation(rcgm, people["ppt"])
    PartyStatus.objects.filter(party__slug="unhcr").update(valid_until=timezone.localdate())
    convocations.approve(draft, by=people["ppt"])
    without = invited(rcgm).filter(party__slug="unhcr").exists()
    PartyStatus.objects.filter(party__slug="unhcr").update(valid_until=None)

    convocations.send(draft, by=people["ppt"])
    PartyStatus.objects.filter(party__slug="unhcr").update(valid_until=timezone.localdate())
    with pytest.raises(TransitionNotAllowed):
        convocations.send(draft, by=people["ppt"])

    assert (without, invited(rcgm).filter(party__slug="unhcr").exists()) == (False, True)


# Approval and sending


@pytest.mark.parametrize(
    ("kind", "who", "may_approve", "may_send"),
    [
        ("rcgm", ("presidency_team", "cr"), True, True),
        ("rcgm", ("presidency_team", "pa"), False, False),
        ("rcgm", ("st_coord", "iom"), False, True),
        ("rcgm", ("st_assist", "iom"), False, False),
        ("rcgm", ("focal", "mx"), False, False),
        ("seminar", ("st_coord", "iom"), True, True),
        ("seminar", ("presidency_team", "cr"), False, True),
        ("seminar", ("obs_org", "unhcr"), False, False),
    ],
)
def test_who_approves_and_who_sends(presidency, kind, who, may_approve, may_send):
    somebody, held = seated("alguien", *who), meeting(kind=kind)

    assert somebody.has_perm("meetings.approve_convocation", held) == may_approve
    assert somebody.has_perm("meetings.invite_meetinginvitation", held) == may_approve
    assert somebody.has_perm("meetings.send_convocation", held) == may_send


def test_each_addressee_gets_one_letter_in_the_own_language(rcgm, people):
    people["ca"].language = "en"
    people["ca"].save()
    session(rcgm, "session", "Trabajo", day=rcgm.starts_on)

    convocation(rcgm, people["ppt"], verbs=SEND)

    mails = {mail.to[0]: mail for mail in sent()}
    assert sorted(mails) == [f"{name}@example.org" for name in ("alba", "ana", "brian", "oscar", "rita")]
    assert len(sent()) == 5
    assert "Se convoca a la reunión." in mails["ana@example.org"].body
    assert "The meeting is convoked." in mails["brian@example.org"].body
    assert "GRCM (en)" in mails["brian@example.org"].subject
    link = f"/intranet/meetings/invitations/{own(rcgm, 'ca').pk}/"
    assert link in mails["brian@example.org"].body
    assert mails["brian@example.org"].reply_to == [people["ppt"].email]


def test_a_convocation_is_numbered_by_the_year_it_is_sent_in(rcgm, network, people):
    first, second = (convocation(held, people["ppt"], verbs=SEND) for held in (rcgm, network))

    year = timezone.localdate().year
    assert [first.symbol, second.symbol] == [f"CRM/CONV/{year}/01", f"CRM/CONV/{year}/02"]
    verbs = Deed.objects.about(first).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [f"meetings.{verb}_convocation" for verb in ("write", "approve", "send")]


def test_it_is_not_sent_before_the_meeting_is_convened_nor_unapproved_nor_twice(people):
    held = meeting(kind="rcgm", **ahead())
    draft = convocation(held, people["ppt"])
    with pytest.raises(TransitionNotAllowed, match="not possible"):
        convocations.send(draft, by=people["ppt"])
    convocations.approve(draft, by=people["ppt"])
    with pytest.raises(TransitionNotAllowed, match="planned"):
        convocations.send(draft, by=people["ppt"])
    workflow.convene(held, by=people["ppt"])
    convocations.send(draft, by=people["ppt"])

    with pytest.raises(TransitionNotAllowed, match="not possible"):
        convocations.send(draft, by=people["ppt"])

    assert Letter.objects.filter(kind="convocation").count() == 5


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"text_es": ""}, "both languages"),
        ({"text_en": "  "}, "both languages"),
        ({"answer_by": date(2026, 1, 1)}, "has passed"),
        ({"answer_by": timezone.localdate() + timedelta(days=30)}, "before the meeting"),
    ],
)
def test_an_incomplete_convocation_is_not_approved(rcgm, people, values, said):
    with pytest.raises(TransitionNotAllowed, match=said):
        convocation(rcgm, people["ppt"], verbs=["approve"], **values)

    assert Convocation.objects.get().status == "draft"


def test_what_is_approved_is_changed_only_when_the_approval_is_taken_back(rcgm, people):
    approved = convocation(rcgm, people["ppt"], verbs=["approve"])
    with pytest.raises(TransitionNotAllowed):
        convocations.write(approved, by=people["ppt"])

    convocations.reopen(approved, by=people["coordinator"])

    again = Convocation.objects.get()
    assert (again.status, again.approved_by) == ("draft", None)


def test_a_party_without_people_is_written_to_once_it_has_somebody(rcgm, people):
    sent_one = convocation(rcgm, people["ppt"], verbs=SEND)
    before = own(rcgm, "bz").sent_at
    seated("beto", "focal", "bz")

    convocations.send_rest(sent_one, by=people["ppt"])
    with pytest.raises(TransitionNotAllowed, match="nobody left"):
        convocations.send_rest(sent_one, by=people["ppt"])

    assert (before, own(rcgm, "bz").sent_at is not None) == (None, True)
    assert Letter.objects.filter(recipient__full_name="Beto").count() == 1


def test_the_proposed_text_says_what_is_known_of_the_meeting(people):
    held = meeting("Reunión", kind="rcgm", theme_es="Retorno", theme_en="Return", place_es="San José", **ahead())
    seminar = meeting("Seminario", kind="seminar", slug="seminario", host="gt", **ahead())
    seminar.co_sponsors.set([Party.objects.get(slug="unhcr")])

    texts, hosted = convocation_letters.default_texts(held), convocation_letters.default_texts(seminar)

    assert "following meeting: Reunión (en). It will be held on" in texts["text_en"]
    assert "“Return”" in texts["text_en"]
    assert hosted["text_en"].startswith("Guatemala, Office of the United Nations")
    assert convocations.proposed(held).answer_by == held.starts_on - timedelta(days=14)


@pytest.mark.django_db(transaction=True)
def test_two_who_press_send_at_once_send_once(history):
    preside("cr", 2026)
    team = seated("paula", "presidency_team", "cr")
    seated("ana", "focal", "mx")
    held = convened(team, "GRCM", kind="rcgm", **ahead())
    approved = convocation(held, team, verbs=["approve"])
    barrier, refusals = threading.Barrier(2), []

    def send():
        barrier.wait()
        try:
            convocations.send(approved, by=team)
        except TransitionNotAllowed as refusal:
            refusals.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(refusals), Letter.objects.filter(kind="convocation").count()) == (1, 1)
    assert Convocation.objects.get().number == 1


# Answers and reminders


def test_a_party_acknowledges_and_answers_and_may_change_its_mind_until_the_day_before(rcgm, people):
    convocation(rcgm, people["ppt"], verbs=SEND)
    mexico = own(rcgm, "mx")

    convocations.acknowledge(mexico, by=people["mx"])
    convocations.answer(mexico, "comes", by=people["mx too"])
    convocations.answer(mexico, "does_not_come", by=people["mx"], day=rcgm.starts_on - timedelta(days=1))
    with pytest.raises(TransitionNotAllowed, match="day before"):
        convocations.answer(mexico, "comes", by=people["mx"], day=rcgm.starts_on)

    mexico.refresh_from_db()
    assert (mexico.answer, mexico.acknowledged_by, mexico.answered_by) == (
        "does_not_come",
        people["mx"],
        people["mx"],
    )


def test_nobody_answers_what_was_not_sent_or_of_a_meeting_that_is_cancelled(rcgm, people):
    draft = convocation(rcgm, people["ppt"])
    with pytest.raises(TransitionNotAllowed, match="no convocation"):
        convocations.answer(own(rcgm, "mx"), "comes", by=people["mx"])
    for verb in SEND:
        getattr(convocations, verb)(draft, by=people["ppt"])
    Meeting.objects.filter(pk=rcgm.pk).update(status="cancelled")

    with pytest.raises(TransitionNotAllowed, match="cancelled"):
        convocations.answer(own(rcgm, "mx"), "comes", by=people["mx"])


@pytest.mark.parametrize(
    ("who", "slug", "may"),
    [
        ("mx", "mx", True),
        ("mx", "ca", False),
        ("hod mx", "mx", False),
        ("unhcr", "unhcr", True),
        ("ppt", "mx", False),
        ("coordinator", "unhcr", False),
    ],
)
def test_who_answers_for_a_party(rcgm, people, who, slug, may):
    convocation(rcgm, people["ppt"], verbs=SEND)

    assert people[who].has_perm("meetings.answer_meetinginvitation", own(rcgm, slug)) == may


def test_whoever_has_not_answered_is_reminded_once_a_day_at_most(rcgm, people):
    sent_one = convocation(rcgm, people["ppt"], verbs=SEND)
    convocations.answer(own(rcgm, "mx"), "comes", by=people["mx"])
    with pytest.raises(TransitionNotAllowed):  # it was written to today
        convocations.remind(sent_one, by=people["coordinator"])
    invited(rcgm).filter(sent_at__isnull=False).update(sent_at=timezone.now() - timedelta(days=2))

    reminded = convocations.remind(sent_one, by=people["coordinator"])
    with pytest.raises(TransitionNotAllowed):
        convocations.remind(sent_one, by=people["ppt"])

    to = Letter.objects.filter(kind="convocation-reminder").values_list("address", flat=True)
    assert (reminded, sorted(to)) == (3, [f"{name}@example.org" for name in ("brian", "oscar", "rita")])
    assert own(rcgm, "mx").reminded_at is None


def waiting(user):
    return [str(task.title) for task in awaited.tasks(user)]


def test_the_convocation_waits_for_whoever_has_to_do_something(rcgm, people):
    title = "GRCM (en)"
    draft = convocation(rcgm, people["ppt"])
    found = [waiting(people["ppt"])]
    convocations.approve(draft, by=people["ppt"])
    found += [waiting(people["ppt"]), waiting(people["coordinator"])]
    convocations.send(draft, by=people["ppt"])
    found += [waiting(people["mx"]), waiting(people["hod mx"]), waiting(people["co"]), waiting(people["ppt"])]
    convocations.answer(own(rcgm, "mx"), "comes", by=people["mx"])

    assert found == [
        [f"Approve the convocation to: {title}"],
        [f"Send the convocation to: {title}"],
        [f"Send the convocation to: {title}"],
        [f"Answer the convocation to: {title}"],
        [],
        [],
        [f"4 parties have not answered the convocation to: {title}"],
    ]
    assert waiting(people["mx"]) == []


# Guests from outside


def test_a_guest_gets_the_whole_letter_by_mail_and_no_link(network, people):
    session(network, "session", "Trabajo", day=network.starts_on)
    guest(network, people["ppt"])

    convocation(network, people["ppt"], verbs=SEND)

    mail = next(mail for mail in sent() if mail.to == ["ministerio@example.net"])
    assert "Se convoca a la reunión." in mail.body
    assert "Trabajo" in mail.body
    assert "/intranet/" not in mail.body
    assert mail.reply_to == [people["ppt"].email]


@pytest.mark.parametrize(
    ("kind", "said"), [("drafting", "foresee no guests"), ("troika", "foresee no guests"), ("regional", "no guests")]
)
def test_a_meeting_among_its_own_takes_no_guest(people, kind, said):
    with pytest.raises(TransitionNotAllowed, match=said):
        guest(meeting(kind=kind, **ahead()), people["ppt"])


def test_a_guest_is_invited_once_to_a_meeting_and_again_after_a_withdrawal(network, people):
    first = guest(network, people["ppt"])
    with pytest.raises(TransitionNotAllowed, match="invited already"):
        guest(network, people["ppt"], "ministerio@example.net")
    convocations.withdraw(first, reason="Error", by=people["ppt"])

    again = guest(network, people["ppt"])

    assert (again.pk, again.is_standing) == (first.pk, True)


def test_a_letter_that_waits_does_not_leave_after_the_withdrawal(network, people):
    made = guest(network, people["ppt"])
    convocation(network, people["ppt"], verbs=SEND)

    convocations.withdraw(made, reason="Error", by=people["ppt"])

    assert "ministerio@example.net" not in [mail.to[0] for mail in sent()]


def test_a_guests_name_is_removed_a_year_after_the_meeting(network, people):
    guest(network, people["ppt"])
    Meeting.objects.filter(pk=network.pk).update(starts_on=date(2025, 1, 1), last_on=date(2025, 1, 2), year=2025)

    [retention] = retained.RETENTIONS
    removed = retention.delete(timezone.now() - retention.keeps)

    left = invited(network).get(party=None)
    assert (removed, left.guest_name, left.guest_address) == (1, "", "")
    assert retention.delete(timezone.now() - retention.keeps) == 0


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"guest_name": "X", "guest_address": "x@example.net", "guest_language": "es"}, "party_or_a_guest"),
        ({"is_express": True}, "says_why"),
        ({"answer": "comes"}, "answered_by_somebody"),
        ({"withdrawn_at": timezone.now()}, "withdrawn_for_a_reason"),
    ],
)
def test_the_database_refuses_an_invitation_that_contradicts_itself(rcgm, people, values, constraint):
    convocation(rcgm, people["ppt"])

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        invited(rcgm).filter(party__slug="mx").update(**values)


# The PDF


@pytest.mark.parametrize(("language", "word"), [("es", "Se convoca a la reunión."), ("en", "The meeting is convoked.")])
def test_the_letter_is_a_tagged_pdf_addressed_to_the_party_on_the_letterhead(rcgm, people, language, word):
    session(rcgm, "session", "Trabajo", day=rcgm.starts_on)
    convocation(rcgm, people["ppt"], verbs=SEND)

    printout = convocations.print_letter(own(rcgm, "mx"), language=language, by=people["mx"])
    pdf.make_next()
    printout.refresh_from_db()

    words, catalog = words_of(printout), read(printout).root_object
    assert (catalog["/Lang"], catalog["/MarkInfo"]["/Marked"].value) == (language, True)
    assert word in words
    assert f"CRM/CONV/{timezone.localdate().year}/01" in words
    assert "Costa Rica, 2026" in words
    assert {"es": "México", "en": "Mexico"}[language] in words


def test_the_letterhead_is_that_of_the_day_on_which_it_was_sent(rcgm, people):
    preside("gt", 2025)
    convocation(rcgm, people["ppt"], verbs=SEND)
    Convocation.objects.update(sent_at=timezone.now().replace(year=2025, month=6))

    printout = convocations.print_letter(own(rcgm, "mx"), language="en", by=people["mx"])
    pdf.make_next()
    printout.refresh_from_db()

    assert "Presidency Pro-Témpore of Guatemala, 2025" in words_of(printout)
    assert "Costa Rica, 2026" not in words_of(printout)


def test_the_draft_as_a_pdf_is_its_writers_and_not_the_parties(rcgm, people):
    draft = convocation(rcgm, people["ppt"])
    convocations.print_drafts(draft, by=people["ppt"])
    with pytest.raises(TransitionNotAllowed, match="not sent yet"):
        convocations.print_letter(own(rcgm, "mx"), language="es", by=people["ppt"])
    for verb in SEND:
        getattr(convocations, verb)(draft, by=people["ppt"])

    seen = {name: Printout.objects.visible_to(people[name]).count() for name in ("ppt", "coordinator", "mx", "unhcr")}

    assert seen == {"ppt": 2, "coordinator": 2, "mx": 0, "unhcr": 0}


def test_the_demonstration_writes_to_nobody_who_is_real(people, settings):
    settings.DEMO_PASSWORD = "a-long-enough-password"  # published on purpose

    call_command("load_demo", verbosity=0)

    real = Letter.objects.exclude(address__endswith="@demo.example")
    assert not real.filter(kind__startswith="convocation").exists()
    assert not Convocation.objects.exists()
