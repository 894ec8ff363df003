"""Every public page, in both languages: it answers, within its budget, and names its other language."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse, translate_url
from django.utils import translation

from crm_portal.site import sitemap
from members.models import PresidencyTerm

MOST_QUERIES, HEAVIEST_HTML = 6, 25 * 1024
ADDRESSES = {
    "reserve_fund:statistics": ("/es/fondo-de-reserva/estadisticas/", "/en/reserve-fund/statistics/"),
    "home": ("/es/", "/en/"),
    "accessibility": ("/es/accesibilidad/", "/en/accessibility/"),
    "privacy": ("/es/privacidad/", "/en/privacy/"),
    "terms": ("/es/condiciones/", "/en/terms/"),
    "news-list": ("/es/noticias/", "/en/news/"),
    "members:contact": ("/es/contacto/", "/en/contact/"),
    "verify": ("/es/verificar/", "/en/verify/"),
    "search": ("/es/buscar/", "/en/search/"),
    "members:about": ("/es/la-conferencia/", "/en/about/"),
    "members:structure": ("/es/como-funciona/", "/en/how-it-works/"),
    "members:member-list": ("/es/miembros/", "/en/members/"),
    "members:observer-list": ("/es/observadores/", "/en/observers/"),
    "members:civil-society": ("/es/sociedad-civil/", "/en/civil-society/"),
    "members:partnership-list": ("/es/organizaciones-colaboradoras/", "/en/partner-organisations/"),
    "members:presidency": ("/es/presidencia/", "/en/presidency/"),
    "meetings:meeting-list": ("/es/reuniones/", "/en/meetings/"),
    "meetings:calendar": ("/es/reuniones/calendario/", "/en/meetings/calendar/"),
    "declarations:document-list": ("/es/documentos/", "/en/documents/"),
    "declarations:declaration-list": ("/es/declaraciones/", "/en/declarations/"),
    "declarations:plan": ("/es/plan-de-accion/", "/en/plan-of-action/"),
    "contributions:scale": ("/es/contribuciones/", "/en/contributions/"),
    "reserve_fund:rules": ("/es/fondo-de-reserva/", "/en/reserve-fund/"),
}


def all_paths():
    """The paths of all public pages in both languages; needs the history."""
    found = []
    for name, arguments, _changed_at in sitemap.every_page():
        for language in ("es", "en"):
            with translation.override(language):
                found.append(reverse(name, args=arguments))
    return found


@pytest.mark.parametrize("name", ADDRESSES)
def test_the_addresses_are_what_was_promised(name):
    found = []
    for language in ("es", "en"):
        with translation.override(language):
            found.append(reverse(name))

    assert tuple(found) == ADDRESSES[name]


def test_the_addresses_for_programs_are_what_was_promised():
    found = []
    for language in ("es", "en"):
        with translation.override(language):
            found.append((reverse("declarations:document-updates"), reverse("declarations:document-table")))

    assert found == [
        ("/es/documentos/novedades.atom", "/es/documentos/documentos.csv"),
        ("/en/documents/updates.atom", "/en/documents/documents.csv"),
    ]


def test_every_page_answers_within_its_budget(history, django_assert_max_num_queries):
    paths = all_paths()
    too_heavy = {}
    Client().get("/en/contact/")  # notices and the texts of pages are asked for once after each change of theirs
    for path in paths:
        with django_assert_max_num_queries(MOST_QUERIES, info=path):
            answer = Client().get(path)
        assert answer.status_code == 200, path
        if len(answer.content) > HEAVIEST_HTML:
            too_heavy[path] = len(answer.content)

    assert len(paths) == 2 * (len(ADDRESSES) + 11 + 14 + 16 + 21)
    assert too_heavy == {}


def test_every_page_names_itself_in_both_languages(history):
    for path in all_paths():
        text = Client().get(path).text
        links = dict(re.findall(r'<link rel="alternate" hreflang="(\w\w)" href="http://testserver([^"]+)">', text))
        language = path[1:3]

        assert links == {code: translate_url(path, code) for code in ("es", "en")}, path
        assert f'<html lang="{language}">' in text
        assert links[{"es": "en", "en": "es"}[language]] in text.split("<main")[0].split("<body>")[1], "no switch"


@pytest.mark.parametrize(
    ("asked", "home"), [("en-US,en;q=0.9", "/en/"), ("es-MX", "/es/"), ("fr", "/es/"), ("", "/es/")]
)
def test_the_root_leads_to_the_language_asked_for(client, asked, home):
    answer = client.get("/", headers={"Accept-Language": asked})

    assert (answer.status_code, answer.headers["Location"], answer.headers["Vary"]) == (
        302,
        home,
        "Accept-Language, Cookie",
    )


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_presidency_page_shows_every_term(client, history, language):
    with translation.override(language):
        text = client.get(reverse("members:presidency")).text
        expected = [
            str(value)
            for term in PresidencyTerm.objects.all()
            for value in (term.years, term.party.name, term.theme)
            if str(value).replace("'", "&#x27;") not in text
        ]

    assert expected == []
    assert text.count('<p class="year">') == 21


def test_the_presidency_page_narrows_to_one_country(client, history):
    text = client.get("/en/presidency/", {"country": "mx"}).text

    assert re.findall(r'<p class="year">(\d+)</p>', text) == ["2015", "2010", "2003", "1996"]
    assert client.get("/en/presidency/", {"country": "nowhere"}).status_code == 404


@pytest.mark.parametrize("payload", ["\x00", "' OR 1=1", "{{7*7}}", "<script>", "x" * 10_000, "%ff"])
def test_a_strange_filter_is_not_an_error(client, history, payload):
    answer = client.get("/en/presidency/", {"country": payload})

    assert answer.status_code == 404
    assert "<script>" not in answer.text


def test_the_home_page_counts(client, history):
    figures = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", client.get("/en/").text))

    assert figures == {
        "member countries": "11",
        "observer countries and organisations": "15",
        "presidencies since 1996": "21",
        "partner organisations": "24",
    }


def test_the_pages_say_as_of_when(client, history):
    assert "As of 2016: no later presidency is on record." in client.get("/en/").text
    assert "2016" in client.get("/es/presidencia/").text


def test_the_sitemap_lists_every_page_once_per_language(client, history):
    listed = re.findall(r"<loc>http://testserver(.*?)</loc>", client.get("/sitemap.xml").text)

    assert sorted(listed) == sorted(all_paths())


def test_health_is_told_to_machines(client, db):
    assert json.loads(client.get("/healthz").text) == {"status": "ok"}
    assert json.loads(client.get("/readyz").text) == {"status": "ok", "database": "ok", "valkey": "ok"}
    assert client.get("/readyz").headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
