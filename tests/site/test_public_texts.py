"""What staff write for the public: news by its moment, notices while they last, the pages' own texts, their preview."""

from datetime import timedelta
from io import StringIO

import pytest
from defusedxml import ElementTree
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from crm_portal.common import page_cache
from crm_portal.common.formatted import formatted
from crm_portal.common.workflow import TransitionNotAllowed
from crm_portal.site import newsroom, tasks
from crm_portal.site.models import News, Notice, PageText
from declarations.models import Document
from members.models.people import User
from tests.declarations.factories import published
from tests.members.factories import seated
from tests.signing_in import sign_in_past_second_factor

HOSTILE = [
    ("<script>alert(1)</script>", "<script"),
    ("<img src=x onerror=alert(1)>", "<img"),
    ("![a](https://elsewhere.example/a.png)", "<img"),
    ("[a](javascript:alert(1))", "href"),
    ("[a](data:text/html,x)", "href"),
    ('[a](https://x.example/"onmouseover=alert(1))', '"onmouseover'),
    ("<a href='https://x.example' onclick='x()'>a</a>", "<a "),
]


@pytest.fixture
def coordinator(history):
    return seated("coordinadora", "st_coord", "iom")


@pytest.fixture
def assistant(history):
    return seated("asistente", "st_assist", "iom")


def news(**fields):
    texts = {"title_es": "Taller en Belice", "title_en": "Workshop in Belize", "text_es": "Uno.", "text_en": "One."}
    return News.objects.create(**texts | fields)


def signed_in(user):
    client = Client()
    sign_in_past_second_factor(client, user)
    return client


def kept_pages_begin_anew():
    """Tests write in transactions that never commit, so nothing else tells the pages."""
    page_cache.begin_edition()


@pytest.mark.parametrize(("text", "absent"), HOSTILE)
def test_a_text_obeys_no_html_of_whoever_wrote_it(text, absent):
    assert absent not in formatted(text)


def test_a_text_has_paragraphs_headings_lists_and_links():
    html = formatted("# Title\n\nSome **strong** words.\n\n- one\n- [two](https://x.example/)\n\n### Lower")

    assert "<h2>Title</h2>" in html
    assert "<h4>Lower</h4>" in html
    assert "<strong>strong</strong>" in html
    assert '<li><a href="https://x.example/">two</a></li>' in html


def test_news_is_public_from_its_moment_on_and_not_before(coordinator):
    later = newsroom.publish(news(not_before=timezone.now() + timedelta(hours=1)), by=coordinator)
    client = Client()
    before = client.get(f"/en/news/{later.pk}/").status_code

    News.objects.filter(pk=later.pk).update(published_at=timezone.now() - timedelta(seconds=1))

    assert before == 404
    assert client.get(f"/en/news/{later.pk}/").status_code == 200
    kept_pages_begin_anew()
    assert "Workshop in Belize" in client.get("/en/").text
    assert "Taller en Belice" in client.get("/es/noticias/").text


@pytest.mark.parametrize(("who", "answer"), [("assistant", 403), ("coordinator", 302)])
def test_what_is_published_whoever_publishes_changes(request, coordinator, who, answer):
    item = newsroom.publish(news(), by=coordinator)
    typed = {"title_es": "Otro", "title_en": "Other", "text_es": "Dos.", "text_en": "Two.", "_save": "Save"}

    status = signed_in(request.getfixturevalue(who)).post(f"/admin/site/news/{item.pk}/change/", typed).status_code

    item.refresh_from_db()
    assert (status, item.title_en) == (answer, "Other" if answer == 302 else "Workshop in Belize")


def test_news_lacking_a_language_is_not_published(coordinator):
    half = news(text_en="")

    with pytest.raises(TransitionNotAllowed, match=r"ambos idiomas|both languages"):
        newsroom.publish(half, by=coordinator)

    assert not News.objects.public().exists()


def test_news_taken_back_is_gone_for_everybody_but_the_desk(coordinator):
    item = newsroom.publish(news(), by=coordinator)
    client = Client()
    before = client.get(f"/es/noticias/{item.pk}/").status_code

    newsroom.take_back(item, by=coordinator)
    kept_pages_begin_anew()

    assert (before, client.get(f"/es/noticias/{item.pk}/").status_code) == (200, 404)
    assert News.objects.visible_to(coordinator).count() == 1
    assert "Taller en Belice" not in client.get("/es/").text


def test_the_assistant_writes_and_the_coordinator_publishes(assistant, coordinator):
    item = news()
    address = f"/admin/site/news/{item.pk}/do/publish/"

    refused = signed_in(assistant).post(address).status_code
    done = signed_in(coordinator).post(address).status_code

    item.refresh_from_db()
    assert (refused, done, item.status) == (403, 302, "published")
    assert not assistant.has_perm("site.change_news", item)
    assert coordinator.has_perm("site.change_news", item)


def test_the_feed_of_news_is_atom_and_holds_what_is_public(coordinator):
    newsroom.publish(news(summary_en="Tools & <tags>\x0b"), by=coordinator)
    news(title_en="Not yet")

    answer = Client().get("/en/news/updates.atom")
    feed = ElementTree.fromstring(answer.content)

    names = {"a": "http://www.w3.org/2005/Atom"}
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert [title.text for title in feed.findall("a:entry/a:title", names)] == ["Workshop in Belize"]
    assert feed.find("a:entry/a:summary", names).text == "Tools & <tags>"
    assert feed.find("a:entry/a:content", names).text.strip() == "<p>One.</p>"


def test_the_search_finds_news_in_either_spelling(coordinator):
    newsroom.publish(news(summary_es="Atención a niñas migrantes"), by=coordinator)

    assert "Taller en Belice" in Client().get("/es/buscar/?source=news&q=ninas").text


@pytest.mark.parametrize(
    ("begins", "ends", "is_shown"),
    [(-1, None, True), (-1, 1, True), (1, None, False), (-2, -1, False)],
)
def test_a_notice_stands_above_every_page_while_it_lasts(history, begins, ends, is_shown):
    now = timezone.now()
    Notice.objects.create(
        text_es="El portal se detiene hoy",
        text_en="The portal pauses today",
        tone="alert",
        link="/es/noticias/",
        shown_from=now + timedelta(hours=begins),
        shown_until=now + timedelta(hours=ends) if ends else None,
    )
    kept_pages_begin_anew()

    pages = [Client().get(path).text for path in ("/es/", "/es/miembros/", "/accounts/login/?language=es")]

    assert [("El portal se detiene hoy" in page) for page in pages] == [is_shown] * 3
    assert ("The portal pauses today" in Client().get("/en/").text) is is_shown


def test_notices_and_texts_cost_no_query_once_they_are_known(history, django_assert_num_queries):
    Notice.objects.create(text_es="Aviso", text_en="Notice")
    kept_pages_begin_anew()
    client = Client()
    client.get("/en/accessibility/")

    with django_assert_num_queries(0):
        assert "Notice" in client.get("/en/privacy/").text


def test_pages_are_rendered_anew_when_a_notice_begins_or_ends(db):
    now = timezone.now()

    def edition_after(**fields):
        Notice.objects.all().delete()
        Notice.objects.create(text_es="Aviso", text_en="Notice", **fields)
        before = page_cache.current_edition()
        tasks.open_and_close()
        return page_cache.current_edition() != before

    assert edition_after(shown_from=now - timedelta(seconds=20))
    assert edition_after(shown_from=now - timedelta(hours=1), shown_until=now - timedelta(seconds=20))
    assert not edition_after(shown_from=now - timedelta(hours=1))


@pytest.mark.parametrize(("ago", "is_anew"), [(timedelta(seconds=20), True), (timedelta(hours=1), False)])
def test_pages_are_rendered_anew_when_the_moment_of_news_or_of_a_document_comes(coordinator, ago, is_anew):
    moment = timezone.now() - ago
    item, paper = newsroom.publish(news(), by=coordinator), published(coordinator, "Informe", with_file=False)
    for rows, field in (
        (News.objects.filter(pk=item.pk), "not_before"),
        (Document.objects.filter(pk=paper.pk), "embargo_until"),
    ):
        rows.update(**{field: moment, "published_at": moment})
        before = page_cache.current_edition()
        tasks.open_and_close()
        assert (page_cache.current_edition() != before) is is_anew
        rows.update(**{field: None})


@pytest.mark.parametrize("link", ["javascript:alert(1)", "//elsewhere.example/", "http://x.example/", "/\\x.example"])
def test_a_notice_leads_nowhere_unsafe(link):
    with pytest.raises(ValidationError):
        Notice(text_es="Aviso", text_en="Notice", link=link).clean_fields()


def test_a_notice_cannot_end_before_it_begins(coordinator):
    now = timezone.now()
    with pytest.raises(ValidationError, match=r"[Tt]ermina|ends"):
        Notice(text_es="A", text_en="A", shown_from=now, shown_until=now - timedelta(days=1)).full_clean()


def test_the_staff_change_a_text_of_a_page_and_another_load_keeps_it(coordinator):
    text = PageText.objects.get(slot="about-what-it-is")
    client = signed_in(coordinator)

    answer = client.post(
        f"/admin/site/pagetext/{text.pk}/change/", {"text_es": "Un foro **nuevo**.", "text_en": "A **new** forum."}
    )
    call_command("load_history", stdout=StringIO())
    kept_pages_begin_anew()

    assert answer.status_code == 302
    assert "A <strong>new</strong> forum." in Client().get("/en/about/").text
    assert "Un foro <strong>nuevo</strong>." in Client().get("/es/la-conferencia/").text
    assert client.get("/admin/site/pagetext/add/").status_code == 403


def test_every_text_on_record_stands_on_its_page(history):
    for text in PageText.objects.all():
        text.text_en = text.text_es = f"Palabra de {text.slot}"
        text.save()
    kept_pages_begin_anew()

    missing = [
        text.slot
        for text in PageText.objects.all()
        if f"Palabra de {text.slot}" not in page_of(text).replace("&#x27;", "'")
    ]

    assert missing == []


def page_of(text):
    return Client().get(text.get_absolute_url()).text


def test_the_preview_shows_both_languages_and_saves_nothing(coordinator):
    item = news()
    client = signed_in(coordinator)
    typed = {"title_es": "Otro título", "title_en": "Another", "text_es": "# Uno\n\n<b>x</b>", "text_en": "Two"}

    for address in ("/admin/site/news/preview/", f"/admin/site/news/{item.pk}/preview/"):
        page = client.post(address, typed).text
        assert "<h1>Otro título</h1>" in page
        assert "<h2>Uno</h2>" in page
        assert "<b>x</b>" not in page
        assert "<h1>Another</h1>" in page

    item.refresh_from_db()
    assert (News.objects.count(), item.title_es) == (1, "Taller en Belice")
    assert client.get(f"/admin/site/news/{item.pk}/preview/").status_code == 405


def test_the_preview_is_for_those_who_may_write(history):
    for role in ("st_it", "focal"):
        person = seated(role, role, "iom" if role == "st_it" else "mx")
        answer = signed_in(person).post("/admin/site/notice/preview/", {"text_es": "A", "text_en": "A"})
        assert answer.status_code in {403, 404}, role
    assert User.objects.filter(email__startswith="st_it").exists()
