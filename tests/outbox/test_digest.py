"""One summary a day for those who asked for it, at seven where they live, in their language."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from crm_portal.common.outbox import sending, workflow
from crm_portal.common.outbox.models import Letter, MailPreference
from members.models import User

State = Letter.State
FAR_AHEAD = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
def daily(ana, ben):
    for person in (ana, ben):
        MailPreference.objects.create(user=person, delivery="daily")


def post(kind, person, title):
    return workflow.post(kind.name, to=person, context={"title": title}, text=f"Texto de {title}.")


def digests():
    return Letter.objects.filter(kind="digest")


def test_what_came_in_leaves_as_one_mail_in_the_persons_language(daily, news, ana, ben, mail_server):
    letters = [post(news, person, title) for person in (ana, ben) for title in ("uno", "dos")]

    assert sending.send_due() == []
    workflow.gather_digests(FAR_AHEAD)
    sending.send_due()

    said = {mail["To"]: mail for mail in mail_server.mails}
    assert sorted(said) == ["ana@example.org", "ben@example.org"]
    text = said["ben@example.org"].get_body(["plain"]).get_content()
    assert [text.count(word) for word in ("* News: uno", "Texto de uno.", "* News: dos", "Texto de dos.")] == [1] * 4
    assert said["ben@example.org"]["Subject"].startswith("Your summary of ")
    assert "Conferencia Regional" in said["ana@example.org"].get_body(["plain"]).get_content()
    for letter in letters:
        letter.refresh_from_db()
    assert {(letter.state, letter.carried_by.kind, bool(letter.sent_at)) for letter in letters} == {
        (State.SENT, "digest", True)
    }


def test_there_is_no_empty_summary(daily, news, ana, mail_server):
    assert workflow.gather_digests(FAR_AHEAD) == 0

    post(news, ana, "uno")
    assert workflow.gather_digests(FAR_AHEAD) == 1
    assert workflow.gather_digests(FAR_AHEAD) == 0
    assert digests().count() == 1


def test_an_item_that_is_no_longer_the_recipients_business_is_left_out(daily, make_kind, ana, mail_server):
    allowed = {"uno", "dos"}
    kind = make_kind(
        "paper", subject="%(title)s", allows_digest=True, may_still=lambda letter: letter.subject in allowed
    )
    stays, goes = post(kind, ana, "uno"), post(kind, ana, "dos")
    workflow.gather_digests(FAR_AHEAD)
    allowed.remove("dos")

    sending.send_due()

    stays.refresh_from_db()
    goes.refresh_from_db()
    [mail] = mail_server.mails
    assert (stays.state, goes.state) == (State.SENT, State.CANCELLED)
    assert "dos" not in mail.as_string()


def test_a_summary_of_which_nothing_is_left_does_not_leave(daily, make_kind, ana, mail_server):
    kind = make_kind("paper", subject="%(title)s", allows_digest=True, may_still=lambda letter: False)
    post(kind, ana, "uno")
    workflow.gather_digests(FAR_AHEAD)

    sending.send_due()

    assert (digests().get().state, mail_server.mails) == (State.CANCELLED, [])


def test_a_deactivated_person_gets_no_summary(daily, news, ana, mail_server):
    letter = post(news, ana, "uno")
    workflow.gather_digests(FAR_AHEAD)
    User.objects.filter(pk=ana.pk).update(is_active=False)

    sending.send_due()

    letter.refresh_from_db()
    assert (letter.state, mail_server.mails) == (State.CANCELLED, [])


def test_items_fail_and_are_sent_again_with_their_summary(daily, news, ana, mail_server):
    letter = post(news, ana, "uno")
    workflow.gather_digests(FAR_AHEAD)
    mail_server.rcpt_answers = ["550 No"]

    sending.send_due()
    letter.refresh_from_db()
    failed = letter.state
    with pytest.raises(workflow.TransitionNotAllowed):
        workflow.resend(letter, by=ana)
    workflow.resend(digests().get(), by=ana)
    sending.send_due()

    letter.refresh_from_db()
    assert (failed, letter.state) == (State.FAILED, State.SENT)


@pytest.mark.parametrize("kind_allows", [True, False])
def test_only_kinds_that_allow_it_wait(daily, make_kind, ana, kind_allows):
    kind = make_kind("paper", subject="%(title)s", allows_digest=kind_allows)

    letter = post(kind, ana, "uno")

    assert letter.priority == ("digest" if kind_allows else "immediate")


def test_who_asked_for_nothing_gets_each_at_once(news, ana):
    assert post(news, ana, "uno").priority == "immediate"


@pytest.mark.parametrize(
    ("zone", "now", "seven"),
    [
        ("America/Costa_Rica", "2026-11-24T12:59", "2026-11-24T13:00"),
        ("America/Costa_Rica", "2026-11-24T13:00", "2026-11-25T13:00"),
        ("America/Toronto", "2026-03-07T13:00", "2026-03-08T11:00"),  # the clocks go forward in the night between
        ("America/Toronto", "2026-10-31T12:00", "2026-11-01T12:00"),  # and back
        ("Asia/Kathmandu", "2026-11-24T00:00", "2026-11-24T01:15"),
    ],
)
def test_the_summary_is_due_at_seven_where_the_person_lives(zone, now, seven):
    person = User(time_zone=zone)
    moments = [datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (now, seven)]

    assert workflow.next_digest_at(person, moments[0]) == moments[1]


def test_before_seven_nothing_is_gathered(daily, news, ana):
    letter = post(news, ana, "uno")

    assert workflow.gather_digests(timezone.now()) == 0
    assert workflow.gather_digests(letter.next_attempt_at) == 1
