import pytest
from django.utils import translation

from tests.members.factories import preside, seated


@pytest.fixture(autouse=True)
def in_english():
    """Sentences are compared in English, whatever language the test before has left."""
    with translation.override("en"):
        yield


@pytest.fixture
def presidency(history):
    """The team of the country that presides this year."""
    preside("cr", 2026)
    return seated("presidencia", "presidency_team", "cr")


@pytest.fixture
def coordinator(history):
    return seated("coordinadora", "st_coord", "iom")
