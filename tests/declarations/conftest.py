"""Who publishes, and who reads what is for everybody."""

import pytest
from django.test import Client

from tests import kept
from tests.declarations import consulting  # noqa: F401  # it tells how the rows that are kept are made
from tests.members.factories import seated


@pytest.fixture
def coordinator(history):
    return seated("coordinadora", "st_coord", "iom")


@pytest.fixture
def visitor():
    return Client()


@pytest.fixture
def consulters(db):
    """The people of the member countries and the Secretariat who consult each other, by what they are."""
    return kept.told("consulters")


@pytest.fixture
def consultations(db):
    """The same people, and one consultation in each state."""
    return kept.told("consultations")
