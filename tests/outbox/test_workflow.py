"""Which letter may do what, and what the database refuses."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from crm_portal.common.outbox import rendering, workflow
from crm_portal.common.outbox.models import Letter
from crm_portal.common.workflow import TransitionNotAllowed

State = Letter.State
PUBLIC_VERBS = {
    "queue": lambda letter, by: workflow.queue(letter, by=by),
    "mark_sent": lambda letter, by: workflow.mark_sent(letter),
    "hold": lambda letter, by: workflow.hold(letter, words="451"),
    "doubt": lambda letter, by: workflow.doubt(letter, words="lost"),
    "fail": lambda letter, by: workflow.fail(letter, words="550"),
    "resend": lambda letter, by: workflow.resend(letter, by=by),
    "cancel": lambda letter, by: workflow.cancel(letter, by=by),
    "confirm_sent": lambda letter, by: workflow.confirm_sent(letter, by=by),
    "mark_bounced": lambda letter, by: workflow.mark_bounced(letter, words="5.1.1"),
}


def put_in(letter, state):
    """A letter in a state, as if it had come there."""
    now = timezone.now()
    Letter.objects.filter(pk=letter.pk).update(
        state=state, queued_at=now, next_attempt_at=now, sending_at=now, sent_at=now
    )
    letter.refresh_from_db()


@pytest.fixture
def note(ana):
    return workflow.draft("note", to=ana, subject="Aviso", text="Buenos días.", by=ana)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("verb", PUBLIC_VERBS)
def test_a_verb_leads_where_the_table_says_and_else_says_no(note, ana, verb, state):
    starts, leads_to = workflow.TRANSITIONS[verb]
    put_in(note, state)

    if state in starts:
        PUBLIC_VERBS[verb](note, ana)
    else:
        with pytest.raises(TransitionNotAllowed, match=r"\w+ .*\.$"):
            PUBLIC_VERBS[verb](note, ana)

    note.refresh_from_db()
    assert note.state == (leads_to if state in starts else state)


def test_a_note_leaves_only_when_somebody_presses_send(note):
    with pytest.raises(TransitionNotAllowed):
        workflow.queue(note, by=None)

    assert Letter.objects.get().state == State.DRAFT


@pytest.mark.parametrize("field", ["subject", "address"])
@pytest.mark.parametrize("poison", ["\r\nBcc: x@example.org", "\nX: y", "\u2028z", "\x00"])
def test_a_line_break_in_a_header_is_refused(ana, field, poison):
    parts = {"subject": "Aviso", "address": "ana@example.org", "text": "Hola."}

    with pytest.raises(ValidationError) as refusal:
        workflow.draft("note", **parts | {field: parts[field] + poison})

    assert field in refusal.value.message_dict
    assert not Letter.objects.exists()


def test_a_line_break_that_comes_with_the_context_is_refused(news, ana):
    with pytest.raises(ValidationError):
        workflow.draft("news", to=ana, context={"title": "x\r\nBcc: y@example.org"}, text="Hola.")


def test_the_database_refuses_a_header_of_two_lines(note):
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.update(subject="a\nb")


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "lost"},
        {"state": "sent"},
        {"state": "queued"},
        {"state": "sending"},
        {"about_model": "members.party"},
        {"language": "fr"},
        {"priority": "soon"},
    ],
)
def test_the_database_refuses_what_cannot_be(note, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.update(**wrong)


@pytest.mark.parametrize("state", Letter.ENDED)
def test_the_database_refuses_to_keep_a_secret_beyond_its_end(ana, state):
    secret = workflow.draft("account", to=ana, subject="Enlace", text="https://example.org/reset/abc")

    with pytest.raises(IntegrityError), transaction.atomic():
        put_in(secret, state)


def test_a_context_with_more_than_plain_words_is_refused(news, ana):
    with pytest.raises(ValueError, match="person"):
        workflow.draft("news", to=ana, context={"title": "x", "person": {"name": "Ana"}}, text="Hola.")


def test_an_edited_text_takes_the_place_of_the_html(note):
    Letter.objects.update(html="<p>Buenos días.</p>")

    workflow.edit(note, subject="Otro", text="Buenas noches, <b>Ana</b>.")

    note.refresh_from_db()
    html = rendering.mail(note).alternatives[0].content
    assert (note.subject, note.html) == ("Otro", "")
    assert "Buenas noches, &lt;b&gt;Ana&lt;/b&gt;." in html


def test_only_a_draft_is_edited(note, ana):
    workflow.queue(note, by=ana)

    with pytest.raises(TransitionNotAllowed):
        workflow.edit(note, subject="Otro", text="Otro")


def test_a_letter_speaks_its_recipients_language(news, ana, ben):
    for person in (ana, ben):
        workflow.draft("news", to=person, context={"title": "x"}, text="…")

    said = {letter.recipient: rendering.mail(letter) for letter in Letter.objects.all()}

    assert "Conferencia Regional sobre Migración" in said[ana].body
    assert "Regional Conference on Migration" in said[ben].body
    assert '<html lang="es">' in said[ana].alternatives[0].content
    assert '<html lang="en">' in said[ben].alternatives[0].content


def test_text_and_html_are_whole_and_load_nothing(note):
    mail = rendering.mail(note)

    html = mail.alternatives[0].content
    assert "Buenos días." in mail.body
    assert "<p>Buenos días.</p>" in html
    assert [word for word in ("src=", "url(", "@import", "<link", "<script", "style=") if word in html] == []


def test_public_and_private_mail_say_which_they_are(make_kind, ben):
    make_kind("announcement", is_public=True)
    make_kind("private")
    said = {}
    for kind in ("announcement", "private"):
        letter = workflow.draft(kind, to=ben, subject="x", text="y")
        mail = rendering.mail(letter)
        said[kind] = (mail.body.splitlines()[0], 'class="reach public"' in mail.alternatives[0].content)

    assert said == {
        "announcement": ("[Public announcement]", True),
        "private": ("[Private: meant for you alone]", False),
    }


def test_a_resent_letter_goes_to_the_persons_address_of_today(note, ana):
    put_in(note, State.FAILED)
    ana.email = "ana.nueva@example.org"
    ana.save()

    before = note.message_id
    workflow.resend(note, by=ana)

    note.refresh_from_db()
    assert (note.address, note.message_id) == ("ana.nueva@example.org", before)


def test_a_secret_whose_link_is_gone_is_not_resent(ana):
    secret = workflow.draft("account", to=ana, subject="Enlace", text="https://example.org/reset/abc")
    workflow.queue(secret, by=None)
    workflow.begin_next(timezone.now())
    workflow.fail(Letter.objects.get(), words="550 no")

    with pytest.raises(TransitionNotAllowed):
        workflow.resend(secret, by=ana)

    assert Letter.objects.get().text == ""


def test_the_wait_between_attempts_grows_to_an_hour():
    waits = [workflow.wait_before(attempt).total_seconds() for attempt in range(2, 20)]

    assert all(24 <= wait <= 36 for wait in waits[:1])
    assert all(48 <= wait <= 72 for wait in waits[1:2])
    assert all(2880 <= wait <= 4320 for wait in waits[8:])
