"""What programs get of the library beside the API: feeds, the sitemap, linked data and the table."""

import csv
import html
import json
import re
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from lxml import etree

from crm_portal.site import sitemap
from declarations import publishing
from declarations.models import Document
from members.models import Circle
from tests.declarations.factories import document, published, version, withdraw

WORD = "Quetzalcanario"
ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
LANGUAGE = re.compile(r"[a-z]{2}")


def address(name, language="es", *arguments):
    with translation.override(language):
        return reverse(f"declarations:{name}", args=arguments)


def feed(client, query="", language="es"):
    answer = client.get(address("document-updates", language) + query)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    return etree.fromstring(answer.content, etree.XMLParser(resolve_entities=False, no_network=True))


def titles(root):
    return [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")]


def refuse_what_rfc_4287_refuses(root):
    """The rules of RFC 4287 for what our feeds hold, by section."""
    known = {"id", "title", "updated", "author", "link", "entry", "published", "category", "summary", "name"}
    assert {element.tag.removeprefix(ATOM) for element in root.iter()} <= known | {"feed"}
    assert root.tag == f"{ATOM}feed"
    assert len(root.findall(f"{ATOM}author")) == 1  # 4.1.1: entries need none then
    assert root.find(f"{ATOM}author/{ATOM}name").text  # 3.2.1
    assert [link.get("href") for link in links(root, "self")] == [root.findtext(f"{ATOM}id")]  # 4.1.1: should
    ids = []
    for element in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name  # 4.1.1, 4.1.2
        for name in ("published", "summary"):
            assert len(element.findall(f"{ATOM}{name}")) <= 1
        assert re.match(r"https?://[^\s]+$", element.findtext(f"{ATOM}id"))  # 4.2.6: an IRI, absolute
        for name in ("updated", "published"):
            for moment in element.findall(f"{ATOM}{name}"):
                assert MOMENT.fullmatch(moment.text), moment.text  # 3.3: RFC 3339
        kinds = [(link.get("type"), link.get("hreflang")) for link in links(element, "alternate")]
        assert kinds
        assert len(kinds) == len(set(kinds))  # 4.1.1, 4.1.2: one alternate of a type and language
        for link in element.findall(f"{ATOM}link"):
            assert re.match(r"https?://", link.get("href"))  # 4.2.7.1
            assert re.fullmatch(r"[\w.+-]+/[\w.+-]+", link.get("type"))  # 4.2.7.3
            assert LANGUAGE.fullmatch(link.get("hreflang"))  # 4.2.7.4: RFC 3066
            assert link.get("length", "0").isdigit()
        assert all(category.get("term") for category in element.findall(f"{ATOM}category"))  # 4.2.2.1
        ids.append(element.findtext(f"{ATOM}id"))
    assert len(ids) == len(set(ids))  # 4.1.1: no two entries of one id and moment
    moments = [datetime.fromisoformat(entry.findtext(f"{ATOM}updated")) for entry in root.iter(f"{ATOM}entry")]
    assert moments == sorted(moments, reverse=True)
    assert not moments or datetime.fromisoformat(root.findtext(f"{ATOM}updated")) == moments[0]


def links(element, relation):
    return [link for link in element.findall(f"{ATOM}link") if link.get("rel") == relation]


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("query", ["", "?kind=report", "?language=es", "?body=vm&kind=declaration", "?kind=agenda"])
def test_a_feed_keeps_to_the_rules_of_atom(visitor, coordinator, language, query):
    published(coordinator, "Informe <b>1</b> & “más”\x0b", kind="report", summary_es="Un \x01 resumen & <más>")
    withdrawn = published(coordinator, "Informe 2", kind="report", with_file=False)
    withdraw(withdrawn, by=coordinator)

    refuse_what_rfc_4287_refuses(feed(visitor, query, language))


def test_a_feed_tells_of_the_latest_change_first(visitor, coordinator):
    first, second = published(coordinator, "Primero"), published(coordinator, "Segundo")
    version(first, coordinator)
    publishing.publish(first, by=coordinator)

    root = feed(visitor)

    entry = next(root.iter(f"{ATOM}entry"))
    assert titles(root)[:2] == ["Primero", "Segundo"]
    assert entry.findtext(f"{ATOM}id") == f"http://testserver/d/{first.symbol}/"
    assert [link.get("href") for link in links(entry, "alternate")] == [
        f"http://testserver/es/documentos/{first.symbol}/",
        f"http://testserver/en/documents/{first.symbol}/",
    ]
    (enclosure,) = links(entry, "enclosure")
    file = first.versions.get(number=2).public_file
    assert (enclosure.get("href"), enclosure.get("length")) == (
        f"http://testserver/d/{first.symbol}/v2/es.pdf",
        str(file.size),
    )
    assert second.symbol


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?kind=report", ["Informe"]),
        ("?body=vm", ["Declaración"]),
        ("?language=es", ["Declaración", "Informe"]),
        ("?kind=report&body=vm", []),
        ("?year=1999", None),  # no facet of the feed: passed over
    ],
)
def test_a_part_of_the_library_may_be_followed(visitor, coordinator, query, shown):
    published(coordinator, "Informe", kind="report")
    published(coordinator, "Declaración", kind="declaration", body="vm")

    found = titles(feed(visitor, query))

    assert found == (shown if shown is not None else titles(feed(visitor)))


@pytest.mark.parametrize("query", ["?kind=poem", "?body=nobody", "?language=fr", "?kind=%00"])
def test_a_feed_of_what_there_is_not_is_no_feed(history, visitor, query):
    assert visitor.get(address("document-updates") + query).status_code == 404


def hide(coordinator):
    document(WORD, audience="public")
    published(coordinator, WORD, audience="members")
    closed = Circle.objects.create(name="Puerta cerrada")
    published(coordinator, WORD, audience="circle", circle=closed, with_file=False)
    published(coordinator, WORD, with_file=False, at=timezone.now() + timedelta(hours=1))


def test_what_is_hidden_changes_neither_feed_nor_sitemap_nor_table(visitor, coordinator):
    paths = [address("document-updates"), "/sitemap.xml", address("document-table")]
    before = [content(visitor, path) for path in paths]

    hide(coordinator)

    assert [content(visitor, path) for path in paths] == before


def content(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.getvalue() if answer.streaming else answer.content


def test_a_feed_is_kept_and_is_still_a_feed_to_somebody_signed_in(visitor, coordinator, django_assert_num_queries):
    content(visitor, address("document-updates"))
    client = Client()
    client.force_login(coordinator)

    with django_assert_num_queries(0):
        content(visitor, address("document-updates"))

    assert client.get(address("document-updates")).headers["Content-Type"] == "application/atom+xml; charset=utf-8"


def test_a_feed_asks_few_questions(visitor, coordinator, django_assert_max_num_queries):
    for number in range(20):
        published(coordinator, f"Informe {number}", with_file=number < 3)

    with django_assert_max_num_queries(6):
        feed(visitor, "?kind=report")


def test_the_pages_name_their_feeds(visitor, coordinator):
    made = published(coordinator)
    pages = {
        "/en/documents/?kind=report&order=title": "/en/documents/updates.atom?kind=report",
        f"/en/documents/{made.symbol}/": "/en/documents/updates.atom",
    }

    for path, expected in pages.items():
        page = visitor.get(path).text
        found = re.findall(r'<link rel="alternate" type="application/atom\+xml" title="[^"]+" href="([^"]+)">', page)
        assert found == [expected], path


# The sitemap


def test_the_sitemap_says_when_a_document_changed(visitor, coordinator):
    made = published(coordinator)

    text = visitor.get("/sitemap.xml").text

    entry = re.search(rf"<url><loc>http://testserver/es/documentos/{made.symbol}/</loc>.*?</url>", text)[0]
    assert f"<lastmod>{timezone.localtime(made.versions.get().frozen_at).isoformat()}</lastmod>" in entry
    assert re.findall(r'hreflang="([\w-]+)"', entry) == ["es", "en", "x-default"]


def test_a_sitemap_that_is_too_long_is_an_index_of_files(visitor, coordinator, monkeypatch):
    monkeypatch.setattr(sitemap, "PER_FILE", 13)
    published(coordinator)
    expected = [path for page in sitemap.every_page() for path in (address_of(page, "es"), address_of(page, "en"))]

    index = etree.fromstring(visitor.get("/sitemap.xml").content)

    files = [element.text.removeprefix("http://testserver") for element in index.iter("{*}loc")]
    listed = []
    for path in files:
        root = etree.fromstring(visitor.get(path).content)
        listed.append([element.text.removeprefix("http://testserver") for element in root.findall("{*}url/{*}loc")])
    assert index.tag.endswith("}sitemapindex")
    assert len(files) == -(-len(expected) // 26)
    assert {len(one) for one in listed[:-1]} == {26}
    assert [path for one in listed for path in one] == expected
    assert visitor.get(f"/sitemap-{len(files) + 1}.xml").status_code == 404
    assert visitor.get("/sitemap-0.xml").status_code == 404


def address_of(page, language):
    with translation.override(language):
        return reverse(page.name, args=page.arguments)


# Linked data


def linked_data(page):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])


def test_a_documents_page_describes_it_for_search_engines(visitor, coordinator):
    made = published(coordinator, "Declaración & <más> </script><script>alert(1)</script>", kind="declaration")
    one = made.versions.get()

    page = visitor.get(f"/es/documentos/{made.symbol}/").text

    assert page.count("<script") == 1
    assert linked_data(page) == {
        "@context": "https://schema.org",
        "@type": "DigitalDocument",
        "@id": f"http://testserver/d/{made.symbol}/",
        "url": f"http://testserver/es/documentos/{made.symbol}/",
        "identifier": made.symbol,
        "name": "Declaración & <más> </script><script>alert(1)</script>",
        "inLanguage": "es",
        "datePublished": "2026",
        "author": {"@type": "Organization", "name": "Conferencia Regional sobre Migración"},
        "publisher": {"@type": "Organization", "name": "Conferencia Regional sobre Migración"},
        "encoding": [
            {
                "@type": "MediaObject",
                "contentUrl": f"http://testserver{one.permalink}",
                "encodingFormat": "application/pdf",
                "inLanguage": "es",
                "contentSize": str(one.public_file.size),
                "sha256": one.sha256,
            }
        ],
    }
    assert html.unescape(page)


# The table


def rows_of(client, query="", language="en"):
    answer = client.get(address("document-table", language) + query)
    text = answer.getvalue().decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline="")))


def test_the_library_is_had_as_a_table_by_the_same_facets(visitor, coordinator):
    made = published(coordinator, "Informe, “1”", kind="report", year=2025)

    header, *rows = rows_of(visitor, "?kind=report")

    assert len(header) == 10
    assert rows == [
        [
            *(made.symbol, "report", "Informe, “1”", "Informe, “1” (en)", "2025", "", "", "published", "es"),
            f"http://testserver/d/{made.symbol}/",
        ]
    ]
    assert len(rows_of(visitor)) == 1 + Document.objects.public().count()
    assert visitor.get(address("document-table") + "?kind=poem").status_code == 404


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1", ' "=1'])  # noqa: RUF001
def test_no_cell_of_the_table_is_a_formula(visitor, coordinator, title):
    published(coordinator, title, kind="statement", with_file=False)

    (_header, row) = rows_of(visitor, "?kind=statement")

    assert row[2] == f"'{title}"


def test_the_table_asks_as_much_for_many_as_for_few(visitor, coordinator, django_assert_num_queries):
    for number in range(20):
        published(coordinator, f"Informe {number}", with_file=number < 2)

    with django_assert_num_queries(1):
        rows_of(visitor)
