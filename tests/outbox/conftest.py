import pytest
from django.db import connection

from crm_portal.common.outbox import kinds
from members.models import User
from tests.conftest import as_owner
from tests.outbox.mail_server import MailServer

PASSWORD = "a-long-enough-password"


@pytest.fixture
def mail_server(settings):
    """A mail server that is up, and to which this process sends; it waits half a second for an answer."""
    server = MailServer()
    server.start()
    settings.MAILERS = {
        "default": {
            "BACKEND": "crm_portal.common.outbox.transport.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": server.port, "timeout": 0.5},
        }
    }
    yield server
    server.stop()


@pytest.fixture
def make_kind():
    """Registers kinds for one test."""
    made = []

    def make(name, **parts):
        kind = kinds.LetterKind(name, name.capitalize(), **parts)
        kinds.register(kind)
        made.append(name)
        return kind

    yield make
    for name in made:
        del kinds.kinds[name]


@pytest.fixture
def news(make_kind):
    """A kind that leaves by itself and may wait for a summary."""
    return make_kind("news", subject="News: %(title)s", allows_digest=True)


@pytest.fixture
def ana(db):
    return User.objects.create_user("ana@example.org", PASSWORD, full_name="Ana Ejemplo", language="es")


@pytest.fixture
def ben(db):
    return User.objects.create_user("ben@example.org", PASSWORD, full_name="Ben Example", language="en")


@pytest.fixture
def lock(db):
    """The session that holds the locks at which a worker pauses."""
    with as_owner(connection.settings_dict["NAME"]) as session:
        yield session
