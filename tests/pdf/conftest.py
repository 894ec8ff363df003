"""A kind of PDF for tests alone, about a person: who is on the list may have it."""

import pytest

from crm_portal.common.pdf.kinds import PrintoutKind, kinds, register
from members.models import User

TEMPLATE = "pdf/base.html"


@pytest.fixture
def admitted():
    """The people who may have the test's PDFs; a test may change it as it goes."""
    readers = set()
    register(
        PrintoutKind(
            name="test",
            label="Test",
            template=TEMPLATE,
            seen_by_person=lambda user: User.objects.all() if user.pk in readers else User.objects.none(),
            about=lambda pk: User.objects.get(pk=pk),
            title=lambda person: f"Sobre {person.full_name}",
            file_name=lambda person: f"sobre-{person.pk}",
            content=lambda person: {},
        )
    )
    yield readers
    del kinds["test"]


@pytest.fixture
def ana(db):
    return User.objects.create_user("ana@example.org", full_name="Ana Ejemplo")
