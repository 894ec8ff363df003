"""The pages of consultations: what each person finds there, what a form refuses and keeps, and what a page costs."""

import time
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from declarations.consultations import clock, conducting, drafting
from declarations.models import Addressee, Consultation, Position, Round
from meetings.models import AgendaItem
from members.models import Party
from tests.declarations.consulting import (
    MEMBERS,
    REASONS,
    TEXTS,
    after_first_round,
    agreed,
    cell,
    drafted,
    everybody_says,
    fresh,
    in_first_round,
    refreshed,
    say,
    with_troika,
)
from tests.meetings.factories import convened, session
from tests.members.factories import seated
from tests.signing_in import sign_in_past_second_factor

LIST = "/en/intranet/consultations/"
HOUR = timedelta(hours=1)


@pytest.fixture
def people(consulters):
    return consulters


@pytest.fixture
def client_of(people):
    def client(name):
        made = Client()
        sign_in_past_second_factor(made, fresh(people[name]))
        return made

    return client


def hour_ago():
    return timezone.now() - HOUR


def at(consultation, page=""):
    return f"{LIST}{consultation.pk}/{page}"


def answer_page(addressee, page=""):
    return f"{LIST}answers/{addressee.pk}/{page}"


def text(answer):
    return answer.content.decode()


def errors(answer):
    return dict(answer.context["form"].errors)


def asked_queries(client, url):
    client.get(url)  # the session notes the first request
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("name", ["ppt", "coordinator", "troika", "focal-mx", "hod", "rcgm"])
def test_no_page_of_a_consultation_costs_more_than_fifteen_queries(people, client_of, name):
    consultation = after_first_round(people, hour_ago())
    conducting.open_round(consultation, by=people["ppt"], now=hour_ago())
    everybody_says(people, consultation, {"us": None}, at=timezone.now())
    client = client_of(name)

    found = {page: asked_queries(client, page) for page in (LIST, at(consultation))}

    assert all(number <= 15 for number in found.values()), found


def test_the_list_costs_the_same_however_many_are_under_way(people, client_of):
    client, found = client_of("focal-mx"), []
    for number in (1, 4):
        for _each in range(number):
            in_first_round(people, hour_ago())
        found.append(asked_queries(client, LIST))

    assert found[0] == found[1] <= 15


@pytest.mark.parametrize("verb", ["remind", "open_positions", "agree", "take_back"])
def test_a_step_that_cannot_be_taken_is_refused_with_a_sentence(people, client_of, verb):
    consultation, ppt = drafted(people), client_of("ppt")

    asked, posted = ppt.get(at(consultation, f"do/{verb}/")), ppt.post(at(consultation, f"do/{verb}/"))

    assert (asked.status_code, posted.status_code) == (302, 200)
    assert list(errors(posted)) == ["__all__"]


def test_a_country_without_its_time_zone_does_not_break_the_page_of_a_round(people, client_of):
    consultation = in_first_round(people, hour_ago())
    Party.objects.filter(slug="mx").update(time_zone="")

    assert client_of("ppt").get(at(consultation)).status_code == 200


def test_an_rcgm_delegate_is_not_told_how_many_answered(people, client_of):
    consultation, client = in_first_round(people, hour_ago()), client_of("rcgm")

    assert "have answered" not in text(client.get(at(consultation)))
    assert "have answered" not in text(client.get(LIST))


def test_a_page_left_open_keeps_nobody_signed_in(people, client_of):
    consultation, client = in_first_round(people, hour_ago()), client_of("focal-mx")
    board = f"{LIST}rounds/{consultation.rounds.latest('sent_at').pk}/"
    long_ago = time.time() - 20 * 60
    noted = []
    for more in ({"X-Looks-Again": "1"}, {}):
        session = client.session
        session["seen_at"] = long_ago
        session.save()
        client.get(board, headers=more)
        noted.append(client.session["seen_at"] > long_ago)

    assert noted == [False, True]


def test_a_board_asked_for_after_the_session_has_ended_has_the_page_loaded_anew(people):
    consultation = in_first_round(people, hour_ago())
    board = f"{LIST}rounds/{consultation.rounds.latest('sent_at').pk}/"

    answer = Client().get(board, headers={"HX-Request": "true"})

    assert (answer.status_code, answer.headers.get("HX-Refresh")) == (200, "true")
    assert Client().get(board).status_code == 302


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("ppt", 200),
        ("coordinator", 200),
        ("assistant", 403),
        ("troika", 403),
        ("focal-mx", 404),
        ("hod", 404),
        ("rcgm", 404),
    ],
)
def test_the_text_before_the_troika_is_written_by_the_presidency_and_the_coordinator(people, client_of, name, status):
    consultation = with_troika(people, hour_ago())
    conducting.take_back(consultation, by=people["ppt"])

    assert client_of(name).get(at(consultation, "text/")).status_code == status


@pytest.mark.parametrize("page", ["outcome/", "report/", "skip/", "time/", "do/agree/", "do/open_positions/"])
def test_what_is_the_presidencys_alone_is_refused_to_the_coordinator(people, client_of, page):
    consultation = in_first_round(people, hour_ago())

    assert client_of("coordinator").post(at(consultation, page)).status_code == 403


def test_a_draft_in_one_language_is_kept_and_not_sent(people, client_of):
    ppt = client_of("ppt")
    words = TEXTS | {"title_en": "", "text_en": ""}

    answer = ppt.post(f"{LIST}new/procedure/", words, follow=True)
    consultation = Consultation.objects.get()
    sent = ppt.get(at(consultation, "send/"), follow=True)

    assert "The draft is saved. Nothing is sent yet." in text(answer)
    assert "A consultation goes out in both languages" in text(sent)
    assert (refreshed(consultation).status, Round.objects.count()) == ("draft", 0)


def test_a_kind_that_there_is_not_is_not_found(client_of):
    assert client_of("ppt").get(f"{LIST}new/referendum/").status_code == 404


def test_the_days_are_shown_before_anything_is_sent_and_may_be_changed_for_a_reason(people, client_of):
    consultation, ppt = agreed(people, hour_ago()), client_of("ppt")
    page = ppt.get(at(consultation, "send/"))
    form = page.context["form"]
    values = {one.html_name: one.value() for one in form if one.html_name not in {"es", "en"}}
    mexico = next(one for one in form.planned if one.party.slug == "mx")
    later = mexico.counting.last_on + timedelta(days=7)
    values[f"last_on_{mexico.party.pk}"] = later.isoformat()

    unexplained = ppt.post(at(consultation, "send/"), values)
    assert errors(unexplained) == {code: ["Say why a day is another than the one counted."] for code in ("es", "en")}
    assert f'value="{later.isoformat()}"' in text(unexplained)
    assert Round.objects.filter(stage="first").count() == 0

    ppt.post(at(consultation, "send/"), values | {"es": "Elecciones.", "en": "Elections that week."})
    round_ = Round.objects.get(stage="first")
    cells = {one.party.slug: (one.last_on, one.computed_on) for one in round_.addressees.select_related("party")}
    assert cells["mx"] == (later, mexico.counting.last_on)
    assert [slug for slug, (last, computed) in cells.items() if last != computed] == ["mx"]
    assert round_.edited_reason_en == "Elections that week."
    assert "Elections that week." in text(client_of("focal-us").get(at(consultation)))


def test_a_day_that_is_over_is_refused_beside_its_field(people, client_of):
    consultation, ppt = agreed(people, hour_ago()), client_of("ppt")
    form = ppt.get(at(consultation, "send/")).context["form"]
    values = {one.html_name: one.value() or "" for one in form}
    name = f"last_on_{form.planned[0].party.pk}"

    answer = ppt.post(at(consultation, "send/"), values | {name: "2020-01-01", "es": "?", "en": "?"})

    assert errors(answer) == {name: ["Choose a day after today."]}


def test_days_counted_yesterday_are_not_sent_today(people, client_of):
    consultation, ppt = agreed(people, hour_ago()), client_of("ppt")
    form = ppt.get(at(consultation, "send/")).context["form"]
    values = {one.html_name: one.value() or "" for one in form}
    yesterday = clock.plan(clock.members_on(timezone.localdate()), timezone.now() - 4 * 24 * HOUR, "own")

    answer = ppt.post(at(consultation, "send/"), values | {"days_seen": clock.mark(yesterday)})
    looked_at_again = {one.html_name: one.value() or "" for one in answer.context["form"]}
    ppt.post(at(consultation, "send/"), looked_at_again)

    assert errors(answer) == {"__all__": ["The days come out otherwise by now: look at them again before you send."]}
    assert refreshed(consultation).status == "first_round"


def test_a_text_that_was_changed_in_the_meantime_is_not_sent_unseen(people, client_of):
    consultation, ppt = drafted(people), client_of("ppt")
    seen = ppt.get(at(consultation, "send/")).context["form"]["text_seen"].value()
    drafting.write(consultation, TEXTS | {"text_es": "Otro texto."}, by=people["coordinator"])

    answer = ppt.post(at(consultation, "send/"), {"last_on": "", "text_seen": seen})

    assert errors(answer) == {"__all__": ["The text was changed in the meantime: look at it again before you send it."]}
    assert refreshed(consultation).status == "draft"


def test_two_who_write_at_a_time_do_not_lose_each_others_text_unseen(people, client_of):
    consultation, ppt = drafted(people), client_of("ppt")
    seen = ppt.get(at(consultation, "text/")).context["form"]["seen"].value()
    drafting.write(consultation, TEXTS | {"text_es": "De la Secretaría."}, by=people["coordinator"])

    refused = ppt.post(at(consultation, "text/"), TEXTS | {"text_es": "De la Presidencia.", "seen": seen})
    kept = consultation.texts.get().text_es
    again = {one.html_name: one.value() or "" for one in refused.context["form"] if one.html_name != "file"}
    ppt.post(at(consultation, "text/"), again)

    assert "Somebody else has changed the text since you opened it." in text(refused)
    assert kept == "De la Secretaría."
    assert consultation.texts.get().text_es == "De la Presidencia."


@pytest.mark.parametrize("basis", ["own", "seat", "any", "weekends", "nonsense"])
def test_the_way_to_count_is_chosen_on_the_page(people, client_of, basis):
    consultation = agreed(people, hour_ago())

    answer = client_of("ppt").get(at(consultation, f"send/?basis={basis}"))

    assert answer.status_code == 200
    assert answer.context["basis"] == (basis if basis != "nonsense" else "own")


@pytest.mark.parametrize(
    ("choice", "words", "wrong"),
    [
        ("agree", "", {}),
        ("no_comment", "", {}),
        ("agree_comments", "Gracias.", {}),
        ("propose_change", "Otra frase.", {}),
        ("object", "No procede.", {}),
        ("object", "", {"text": ["Say what the comment, the change or the reason is."]}),
        ("propose_change", "   ", {"text": ["Say what the comment, the change or the reason is."]}),
        (
            "agree",
            "pero",
            {"text": ["This position has no text: choose “agrees, with comments”, or leave it empty."]},
        ),
        ("", "Algo", {"choice": ["This field is required."]}),
        ("abstain", "", {"choice": ["Select a valid choice. abstain is not one of the available choices."]}),
    ],
)
def test_a_country_answers_in_one_form(people, client_of, choice, words, wrong):
    consultation = in_first_round(people, hour_ago())
    addressee = cell(consultation, "us")

    answer = client_of("focal-us").post(answer_page(addressee), {"choice": choice, "text": words})

    assert (errors(answer) if answer.status_code == 200 else {}) == wrong
    assert Position.objects.filter(addressee=addressee).count() == (0 if wrong else 1)


def test_words_written_when_the_round_ends_are_not_lost(people, client_of):
    consultation = in_first_round(people, hour_ago())
    addressee = cell(consultation, "us")
    Round.objects.filter(pk=addressee.round_id).update(closes_at=timezone.now())

    answer = client_of("focal-us").post(answer_page(addressee), {"choice": "object", "text": "Motivo largo"})

    assert "This round is over: it takes no more answers." in text(answer)
    assert "Motivo largo" in text(answer)
    assert Position.objects.filter(addressee=addressee).count() == 0


def test_a_second_focal_point_reads_who_answers_and_the_head_of_delegation_may_say_who(people, client_of):
    consultation = in_first_round(people, hour_ago())
    addressee = cell(consultation, "mx")
    second = seated("second-mx", "focal", "mx")
    other = Client()
    sign_in_past_second_factor(other, fresh(second))

    page = other.get(answer_page(addressee))
    refused = other.post(answer_page(addressee), {"choice": "agree", "text": ""})
    not_asked = other.post(answer_page(addressee, "who/"), {"person": second.pk})
    client_of("hod").post(answer_page(addressee, "who/"), {"person": second.pk})
    other.post(answer_page(addressee), {"choice": "agree", "text": ""})

    assert "Focal-Mx answers for your country in this round." in text(page)
    assert "Send the answer" not in text(page)
    assert "Focal-Mx answers for your country in this round." in text(refused)
    assert not_asked.status_code == 403
    assert Addressee.objects.get(pk=addressee.pk).respondent == second
    assert [one.answered_by for one in Position.objects.filter(addressee=addressee)] == [second]


@pytest.mark.parametrize(
    ("name", "status"),
    [("coordinator", 200), ("ppt", 403), ("assistant", 403), ("focal-us", 403), ("focal-mx", 403), ("rcgm", 404)],
)
def test_an_answer_by_mail_is_recorded_by_the_coordinator(people, client_of, name, status):
    consultation = in_first_round(people, hour_ago())

    assert client_of(name).get(answer_page(cell(consultation, "us"), "mail/")).status_code == status


def test_an_answer_by_mail_needs_the_mail_which_the_other_countries_do_not_read(people, client_of):
    consultation = in_first_round(people, hour_ago())
    addressee, coordinator = cell(consultation, "us"), client_of("coordinator")
    words = {"choice": "agree", "text": ""}

    without = coordinator.post(answer_page(addressee, "mail/"), words)
    mail = SimpleUploadedFile("correo.txt", b"De acuerdo.\n", "text/plain")
    coordinator.post(answer_page(addressee, "mail/"), words | {"file": mail})
    position = Position.objects.get(addressee=addressee)
    Round.objects.filter(pk=addressee.round_id).update(closes_at=timezone.now())
    read = {
        name: client_of(name).head(position.file.get_absolute_url()).status_code
        for name in ("coordinator", "ppt", "focal-us", "focal-mx", "rcgm")
    }

    assert list(errors(without)) == ["file"]
    assert (position.on_behalf, position.answered_by) == (True, people["coordinator"])
    assert "recorded by the Secretariat on behalf of the country" in text(client_of("focal-mx").get(at(consultation)))
    assert read == {"coordinator": 200, "ppt": 200, "focal-us": 200, "focal-mx": 404, "rcgm": 404}


def test_while_a_round_runs_a_country_reads_its_own_answer_and_that_others_have_answered(people, client_of):
    consultation = in_first_round(people, hour_ago())
    say(consultation, people["focal-us"], "object", "Palabra secreta", at=timezone.now())
    say(consultation, people["focal-mx"], "agree_comments", "Palabra propia", at=timezone.now())

    said = {name: text(client_of(name).get(at(consultation))) for name in ("focal-mx", "ppt", "rcgm")}
    conducting.open_positions(cell(consultation, "us").round, by=people["ppt"])
    opened = text(client_of("focal-mx").get(at(consultation)))

    assert "Palabra propia" in said["focal-mx"]
    assert "Palabra secreta" not in said["focal-mx"]
    assert "has answered" in said["focal-mx"]
    assert "Palabra secreta" in said["ppt"]
    assert "Palabra propia" in said["rcgm"]
    assert "United States" not in said["rcgm"]
    assert "Palabra secreta" in opened


def test_the_board_is_asked_again_and_answers_only_when_something_changed(people, client_of):
    consultation = in_first_round(people, hour_ago())
    round_, client = cell(consultation, "us").round, client_of("focal-mx")
    first = client.get(f"{LIST}rounds/{round_.pk}/")
    seen = first.context["board"].fingerprint

    same = client.get(f"{LIST}rounds/{round_.pk}/?seen={seen}")
    say(consultation, people["focal-us"], "agree", at=timezone.now())
    changed = client.get(f"{LIST}rounds/{round_.pk}/?seen={seen}")

    assert (first.status_code, same.status_code, changed.status_code) == (200, 204, 200)
    assert "1 of 11 have answered." in text(changed)


def test_nothing_stands_for_a_country_that_did_not_answer(people, client_of):
    consultation = after_first_round(people, hour_ago(), answers=dict.fromkeys(MEMBERS))

    page = text(client_of("focal-mx").get(at(consultation)))

    assert page.count('<p class="said">no reply</p>') == len(MEMBERS)
    assert "agree" not in page.partition('id="round"')[2].partition('id="text"')[0]


def test_members_find_a_consultation_that_was_carried_on_the_agenda_of_the_meeting(people, client_of):
    consultation = after_first_round(people, hour_ago())
    conducting.declare(consultation, "carried", REASONS, by=people["ppt"])
    today = timezone.localdate()
    meeting = convened(people["ppt"], "Reunión", slug="reunion", starts_on=today, last_on=today)
    plenary = session(meeting, "plenary", "Plenaria", day=today)
    words = {"title_es": "Tema trasladado", "title_en": "Matter carried over", "audience": "", "minimum": ""}
    values = words | {"session": plenary.pk, "consultation": consultation.pk}

    page = client_of("ppt").post("/en/intranet/meetings/reunion/agenda/new-item/", values)

    assert page.status_code == 302, errors(page)
    assert AgendaItem.objects.get(title_es="Tema trasladado").consultation == consultation
    assert "Matter carried over" in text(client_of("focal-mx").get(at(consultation)))
    pages = {name: text(client_of(name).get("/en/intranet/meetings/reunion/")) for name in ("focal-mx", "ppt")}
    assert all(at(consultation) in page for page in pages.values())
    observer = Client()
    sign_in_past_second_factor(observer, fresh(seated("observer", "obs_country", "co")))
    for client in (observer, Client()):
        assert consultation.symbol not in text(client.get("/en/meetings/reunion/"))


def test_a_text_that_others_have_is_not_changed_and_what_was_written_stays_in_the_form(people, client_of):
    consultation, ppt = drafted(people), client_of("ppt")
    written = TEXTS | {"text_es": "Un texto nuevo"}
    conducting.submit(consultation, by=people["ppt"])

    answer = ppt.post(at(consultation, "text/"), written)

    assert errors(answer) == {"__all__": ["The text is with those who were asked: it is not changed now."]}
    assert "Un texto nuevo" in text(answer)


def test_an_attachment_goes_with_the_text_until_it_is_taken_away(people, client_of):
    ppt = client_of("ppt")
    paper = SimpleUploadedFile("anexo.txt", b"Anexo.\n", "text/plain")
    ppt.post(f"{LIST}new/procedure/", TEXTS | {"file": paper})
    consultation = Consultation.objects.get()
    attachment = consultation.texts.get().attachments.get()

    ppt.post(at(consultation, "text/"), TEXTS | {"taken_away": [attachment.pk]})

    assert consultation.texts.get().attachments.count() == 0


def test_a_simple_consultation_says_everywhere_that_it_is_not_the_procedure(people, client_of):
    consultation = drafting.begin("question", TEXTS, by=people["ppt"])
    ppt = client_of("ppt")
    until = timezone.localdate() + timedelta(days=9)
    seen = ppt.get(at(consultation, "send/")).context["form"]["text_seen"].value()
    ppt.post(at(consultation, "send/"), {"last_on": until.isoformat(), "text_seen": seen})

    page = text(client_of("focal-mx").get(at(consultation)))

    assert refreshed(consultation).status == "asked"
    assert "It is not the consultation procedure, and nothing is decided by it." in page
    course = page.partition('<ol class="course"')[2].partition("</ol>")[0]
    assert course.count("<li") == 2
    assert "Troika" not in course
