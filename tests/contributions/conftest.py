import pytest
from django.utils import translation

from tests.members.seats import everybody


@pytest.fixture(autouse=True)
def in_english():
    """Sentences are compared in English, whatever language the test before has left."""
    with translation.override("en"):
        yield


@pytest.fixture
def people(history):
    """Somebody in each role of the matrix."""
    return everybody()
