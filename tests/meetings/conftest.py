import pytest

from tests.members.factories import preside, seated


@pytest.fixture
def presidency(history):
    """The team of the country that presides this year."""
    preside("cr", 2026)
    return seated("presidencia", "presidency_team", "cr")


@pytest.fixture
def coordinator(history):
    return seated("coordinadora", "st_coord", "iom")
