"""The menu of the intranet: sections in one line, and the pages of the section in which one is in another."""

import pytest
from django.test import Client

from crm_portal.common import registry
from crm_portal.site.frame import intranet_menu
from tests.members.seats import everybody
from tests.signing_in import sign_in_past_second_factor

BUDGETS = "/en/intranet/contributions/budgets/"
MOST_SECTIONS = 12


@pytest.fixture
def people(history):
    return everybody()


def shown(client, path):
    menu = client.get(path).context["intranet_menu"]()
    return [[(str(link["label"]), link["current"]) for link in menu[part]] for part in ("sections", "within")]


def visitor(user):
    client = Client()
    sign_in_past_second_factor(client, user)
    return client


def test_the_pages_of_a_section_are_offered_where_one_is_in_it(people):
    focal = visitor(people["focal"])

    at_home, nothing = shown(focal, "/en/intranet/")
    sections, within = shown(focal, BUDGETS)

    assert ("What waits for me", "page") in at_home
    assert nothing == []
    assert not {"Budget", "People", "Substitutions"} & {label for label, _current in sections}
    assert [label for label, current in sections if current == "true"] == ["Contributions"]
    assert ("Budget", "page") in within
    assert within[0] == ("Contributions", "")
    assert len(sections) <= MOST_SECTIONS


def test_both_lines_are_links_of_a_menu_with_a_name(people):
    page = visitor(people["focal"]).get(BUDGETS).content.decode()

    assert f'<a href="{BUDGETS}" aria-current="page">Budget</a>' in page
    assert 'aria-label="In this section"' in page


def test_whoever_lacks_the_page_above_finds_the_one_below_by_itself(people, monkeypatch):
    entries = [
        registry.IntranetEntry(1, "Above", "members:directory", lambda user: user == people["focal"]),
        registry.IntranetEntry(2, "Below", "members:people", under="members:directory"),
    ]
    monkeypatch.setattr(registry.intranet_pages, "_items", entries)

    found = {
        role: [link["label"] for link in intranet_menu(people[role], "/en/", "en")["sections"]]
        for role in ("focal", "hod")
    }

    assert found == {"focal": ["Above"], "hod": ["Below"]}


def test_what_stands_under_a_page_stands_under_one_that_is_there_and_stands_by_itself():
    offered = {entry.url_name: entry.under for entry in registry.intranet_pages}

    assert {under: offered.get(under) for under in offered.values() if under} == {
        "contributions:my-contributions": "",
        "members:directory": "",
        "members:profile": "",
        "reserve_fund:case-list": "",
    }


def test_nobody_has_a_menu_longer_than_a_line_or_two(people):
    longest = {role: len(intranet_menu(person, "/en/intranet/", "en")["sections"]) for role, person in people.items()}

    assert max(longest.values()) <= MOST_SECTIONS, longest
