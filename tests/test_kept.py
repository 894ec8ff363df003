"""Kept rows: the same for each test that asks, gone for those that do not, and nothing is left of a failed maker."""

import pytest
from django.db import connection, transaction

from members.models import Party, PartyAlias
from tests import kept


@pytest.fixture
def makers(monkeypatch, django_db_setup, django_db_blocker):
    """None but those of the test, which does itself what is done around tests."""
    with django_db_blocker.unblock():
        kept.end()
        monkeypatch.setattr(kept, "makers", {})
        yield kept.makers
        kept.end()


def alias():
    return PartyAlias.objects.create(party=Party.objects.get(slug="mx"), name="Kept")


def names():
    return list(PartyAlias.objects.filter(name__in=["Kept", "Changed"]).values_list("name", flat=True))


def test_each_who_asks_finds_them_as_they_were_made_and_others_find_none(makers):
    made = []
    kept.by("rows")(lambda: made.append(alias()) or {"alias": made[-1]})
    found = []

    for asked in (["db", "rows"], ["rows"], ["db"], ["rows"]):
        kept.prepare(asked, commits=False)
        found.append((names(), len(made)))
        if "rows" in asked:
            with transaction.atomic():
                told = kept.told("rows")
                told["alias"].name = "Changed"
                told["alias"].save()
                transaction.set_rollback(True)

    assert found == [(["Kept"], 1), (["Kept"], 1), ([], 1), (["Kept"], 2)]
    assert {alias.name for alias in made} == {"Kept"}


def test_after_a_connection_was_closed_they_are_made_anew(makers):
    kept.by("rows")(lambda: alias().pk)
    kept.prepare(["rows"], commits=False)

    connection.connection.close()
    is_there = kept.is_there()
    kept.prepare(["rows"], commits=False)

    assert (is_there, names()) == (False, ["Kept"])


def test_nothing_is_left_of_a_maker_that_fails(makers):
    kept.by("unfinished")(lambda: [alias(), makers["nowhere"]])

    for _turn in range(2):
        with pytest.raises(KeyError):
            kept.prepare(["unfinished"], commits=False)
        assert (kept.Made.name, connection.in_atomic_block, names()) == ("", False, [])


def test_what_cannot_be_kept_is_refused(makers):
    for name in ("one", "other"):
        kept.by(name)(lambda: None)

    with pytest.raises(AssertionError, match="cannot be mixed"):
        kept.prepare(["one", "other"], commits=False)
    with pytest.raises(AssertionError, match="never committed"):
        kept.prepare(["one"], commits=True)
    with pytest.raises(AssertionError, match="not there"):
        kept.told("one")
    with transaction.atomic(), pytest.raises(AssertionError, match="is open already"):
        kept.prepare(["one"], commits=False)
