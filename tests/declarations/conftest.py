"""Who publishes, and who reads what is for everybody."""

import pytest
from django.test import Client

from tests.members.factories import seated


@pytest.fixture
def coordinator(history):
    return seated("coordinadora", "st_coord", "iom")


@pytest.fixture
def visitor():
    return Client()
