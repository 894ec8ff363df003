"""The staff's outbox: who finds it, what it shows, and that nothing leaves without a Send."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from crm_portal.common.outbox import workflow
from crm_portal.common.outbox.models import AddressTrouble, Letter
from members import demo
from members.models import User
from tests.outbox.conftest import PASSWORD

LIST = "/admin/outbox/letter/"
SECRET = "https://example.org/reset/abc-def"
State = Letter.State


@pytest.fixture
def sign_in(client, history):
    def sign_in(account):
        user = User.objects.create_user(f"{account}@demo.example", PASSWORD, full_name=f"Demo: {account}")
        demo.appoint(user, *demo.SEATS[account], date(2020, 1, 1))
        client.force_login(user)
        client.get("/accounts/login/?language=en")
        return client

    return sign_in


@pytest.fixture
def desk(sign_in):
    return sign_in("st-assist")


@pytest.fixture
def note(ana):
    return workflow.draft("note", to=ana, subject="Aviso", text="Buenos días.")


@pytest.fixture
def secret(ana):
    return workflow.post("account", to=ana, subject="Enlace", text=f"Siga este enlace: {SECRET}")


def page(letter, verb=""):
    if verb:
        return reverse("admin:outbox_letter_transition", args=[letter.pk, verb])
    return reverse("admin:outbox_letter_change", args=[letter.pk])


def buttons(answer):
    return [str(label) for label, _address in answer.context["transitions"]]


def state(letter):
    letter.refresh_from_db()
    return letter.state


@pytest.mark.parametrize(
    ("account", "opens", "sends", "ends"),
    [
        ("st-coord", 200, 302, State.QUEUED),
        ("st-assist", 200, 302, State.QUEUED),
        ("st-it", 403, 403, State.DRAFT),
        ("focal", 404, 404, State.DRAFT),
        ("ppt", 404, 404, State.DRAFT),
        ("auditor", 404, 404, State.DRAFT),
    ],
)
def test_the_outbox_is_the_secretariats(sign_in, note, account, opens, sends, ends):
    client = sign_in(account)

    statuses = {client.get(path).status_code for path in (LIST, page(note), page(note, "queue"))}
    sent = client.post(page(note, "queue")).status_code

    assert (statuses, sent, state(note)) == ({opens}, sends, ends)


@pytest.mark.parametrize(
    ("put_in", "shown"),
    [
        (State.DRAFT, ["Send", "Cancel the letter"]),
        (State.QUEUED, ["Cancel the letter"]),
        (State.SENDING, []),
        (State.SENT, []),
        (State.UNCERTAIN, ["Resend", "It arrived", "Cancel the letter"]),
        (State.FAILED, ["Resend"]),
        (State.BOUNCED, ["Resend"]),
        (State.CANCELLED, []),
    ],
)
def test_the_buttons_follow_the_state(desk, note, put_in, shown):
    now = timezone.now()
    Letter.objects.update(state=put_in, queued_at=now, next_attempt_at=now, sending_at=now, sent_at=now)

    answer = desk.get(page(note))

    assert (answer.status_code, buttons(answer)) == (200, shown)


def test_the_page_before_says_to_whom_and_sends_nothing(desk, note):
    AddressTrouble.objects.create(address="ana@example.org", reason="550")

    answer = desk.get(page(note, "queue"))

    assert state(note) == State.DRAFT
    assert [
        sentence in answer.text
        for sentence in (
            "1 letter leaves now. It cannot be called back.",
            "Ana Ejemplo &lt;ana@example.org&gt;",
            '<span class="chip chip-private">Private</span>',
            "Mail to ana@example.org came back before.",
        )
    ] == [True] * 4


def test_a_public_announcement_looks_different_in_words(desk, make_kind, ana):
    make_kind("announcement", is_public=True, needs_send=True)
    letter = workflow.draft("announcement", to=ana, subject="x", text="y")

    answers = [desk.get(path).text for path in (LIST, page(letter), page(letter, "queue"))]

    assert ['<span class="chip chip-public">Public announcement</span>' in text for text in answers] == [True] * 3


def test_a_step_that_is_no_longer_possible_becomes_a_message(desk, note, ana):
    workflow.queue(note, by=ana)
    asked = desk.get(page(note, "queue"), follow=True)
    posted = desk.post(page(note, "queue"), follow=True)

    assert "That is not possible any more" in asked.text
    assert "This is not possible in the state “queued”." in posted.text


@pytest.mark.parametrize("path", ["/admin/outbox/letter/999999/do/queue/", "/admin/outbox/letter/x/do/queue/"])
def test_a_step_of_nothing_is_not_found(desk, path):
    assert desk.post(path).status_code == 404


def test_a_verb_of_the_machine_is_no_page(desk, note):
    assert desk.post(page(note, "mark_sent")).status_code == 404


def test_a_message_is_drafted_and_leaves_by_send(desk, ana):
    drafted = desk.post(
        LIST + "add/", {"address": "Ana@Example.org", "language": "", "subject": "Aviso", "text": "Hola."}, follow=True
    )
    letter = Letter.objects.get()
    before = letter.state

    sent = desk.post(page(letter, "queue"), follow=True)

    assert (letter.recipient, letter.language, letter.created_by.email) == (ana, "es", "st-assist@demo.example")
    assert "Nothing leaves until you press Send." in drafted.text
    assert "It leaves as soon as the worker takes it." in sent.text
    assert (before, state(letter), letter.queued_by.email) == (State.DRAFT, State.QUEUED, "st-assist@demo.example")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"subject": "Aviso\r\nBcc: x@example.org"}, "subject"),
        ({"address": "ana@example.org\r\nBcc: x@example.org"}, "address"),
        ({"address": "nobody"}, "address"),
        ({"text": " "}, "text"),
        ({"text": "a\x00b"}, "text"),
        ({"language": "fr"}, "language"),
    ],
)
def test_what_cannot_stand_in_a_mail_is_refused_beside_its_field(desk, wrong, field):
    sound = {"address": "new@example.org", "language": "en", "subject": "Aviso", "text": "Hola."}

    answer = desk.post(LIST + "add/", sound | wrong)

    assert (answer.status_code, Letter.objects.count()) == (200, 0)
    assert field in answer.context["adminform"].form.errors


def test_a_message_to_a_deactivated_person_is_refused(desk, ana):
    User.objects.filter(pk=ana.pk).update(is_active=False)

    answer = desk.post(LIST + "add/", {"address": ana.email, "subject": "x", "text": "y"})

    assert list(answer.context["adminform"].form.errors) == ["address"]


def test_a_draft_is_edited_and_nothing_else_is(desk, note, ana):
    changed = {"subject": "Otro", "text": "Buenas noches.", "state": "sent", "address": "x@example.org"}
    desk.post(page(note), changed)
    note.refresh_from_db()
    edited = (note.subject, note.text, note.state, note.address)

    workflow.queue(note, by=ana)
    refused = desk.post(page(note), {"subject": "Tarde", "text": "Tarde"})

    note.refresh_from_db()
    assert edited == ("Otro", "Buenas noches.", State.DRAFT, "ana@example.org")
    assert (refused.status_code, note.subject) == (403, "Otro")


def test_many_are_sent_with_a_count_and_a_yes(desk, ana, ben, note):
    others = [workflow.draft("note", to=ben, subject=f"Aviso {n}", text="y") for n in range(2)]
    queued = workflow.queue(workflow.draft("note", to=ben, subject="Ya", text="y"), by=ana)
    chosen = [note.pk, *(letter.pk for letter in others), queued.pk]
    data = {"action": "bulk_queue", "_selected_action": chosen}

    asked = desk.post(LIST, data)
    before = set(Letter.objects.exclude(pk=queued.pk).values_list("state", flat=True))
    done = desk.post(LIST, data | {"confirmed": "yes"}, follow=True)

    assert "3 letters leave now. They cannot be called back." in asked.text
    assert "1 of those chosen cannot do this now and is left as it is." in asked.text
    assert "3 done." in done.text
    assert before == {State.DRAFT}
    assert set(Letter.objects.values_list("state", flat=True)) == {State.QUEUED}


def test_others_cannot_send_many(sign_in, note):
    data = {"action": "bulk_queue", "_selected_action": [note.pk], "confirmed": "yes"}

    assert sign_in("st-it").post(LIST, data).status_code == 403
    assert state(note) == State.DRAFT


@pytest.mark.parametrize("verb", ["delete"])
def test_letters_are_not_deleted(desk, note, verb):
    assert desk.post(f"{LIST}{note.pk}/{verb}/", {"post": "yes"}).status_code == 403


# Secrets


@pytest.mark.parametrize("account", ["st-coord", "break-glass"])
def test_nobody_reads_a_secret_in_the_admin(sign_in, client, secret, account):
    if account == "break-glass":
        client.force_login(User.objects.create_superuser("root@example.org", PASSWORD, full_name="Emergencia"))
    else:
        sign_in(account)
    paths = [LIST, page(secret), page(secret, "cancel"), f"{LIST}{secret.pk}/history/"]

    found = {path: SECRET in client.get(path).text or "abc-def" in client.get(path).text for path in paths}

    assert secret.text.endswith(SECRET)  # what could leak
    assert found == dict.fromkeys(paths, False)


def test_a_search_tells_nothing_of_a_secret(desk, secret, note):
    found = {word: desk.get(LIST, {"q": word}).context["cl"].result_count for word in ("abc-def", "enlace:", "Enlace")}

    assert found == {"abc-def": 0, "enlace:": 0, "Enlace": 1}


@pytest.mark.parametrize("lookup", ["text__contains", "text__startswith", "html__regex", "context__x", "text"])
def test_the_address_line_asks_nothing_of_a_secret(desk, secret, lookup):
    answer = desk.get(LIST, {lookup: "abc"})

    assert answer.status_code in {302, 400}


def test_the_list_finds_by_name_without_accents_and_filters(desk, note, secret):
    User.objects.filter(pk=note.recipient_id).update(full_name="Ána Éjemplo")

    counts = [
        desk.get(LIST, query).context["cl"].result_count
        for query in ({"q": "ana ejemplo"}, {"kind": "note"}, {"state__exact": "queued"}, {"language__exact": "en"})
    ]

    assert counts == [2, 1, 1, 0]


def test_the_desk_says_what_did_not_arrive(desk, note):
    Letter.objects.update(state=State.FAILED, queued_at=timezone.now())

    assert "1 letter did not arrive or may not have." in desk.get("/admin/").text


def test_an_address_that_works_again_is_taken_off_the_list(desk):
    trouble = AddressTrouble.objects.create(address="ana@example.org", reason="550")

    desk.post(f"/admin/outbox/addresstrouble/{trouble.pk}/delete/", {"post": "yes"})

    assert not AddressTrouble.objects.exists()


def test_the_list_asks_no_more_for_more_letters(desk, ana, django_assert_max_num_queries):
    Letter.objects.bulk_create(
        Letter(recipient=ana, address=ana.email, language="es", kind="note", subject=f"A {n}", text="y")
        for n in range(200)
    )

    with django_assert_max_num_queries(15):
        assert desk.get(LIST).status_code == 200
