"""A2: what is hidden answers like what is not there, at every address that names an object and for every role."""

import re
import uuid
from http import HTTPStatus

import pytest

from declarations.models import Addressee
from tests.accounts.conftest import said
from tests.hardening.addresses import MISSING, every_address
from tests.sizes import size

ROLES = size(
    ci=("anon", "obs_org", "hod", "st_it"),
    full=(
        "anon",
        "obs_country",
        "obs_org",
        "rrocm",
        "hod",
        "liaison_x",
        "rcgm",
        "troika",
        "auditor",
        "iom_fund",
        "fund_requester",
        "st_it",
    ),
)
PAIRS = size(ci=1, full=15)  # for each of some fourteen addresses: two hundred for each role and method
OBJECT = re.compile(r"/(\d+)(?=[/.])|/files/([0-9a-f-]{36})")


def elsewhere(path, n):
    """The same address, of an object that is not there."""
    return OBJECT.sub(lambda found: f"/files/{uuid.uuid4()}" if found[2] else f"/{MISSING + n}", path)


def numbered(world):
    """The addresses of the intranet and of files that name an object."""
    found = [path for _name, path in every_address(world) if path.startswith(("/en/intranet/", "/files/"))]
    draft = world.objects["draft"]
    return [path for path in found if OBJECT.search(path)] + [
        f"/en/intranet/circulars/{draft.pk}/",
        draft.attachment.get_absolute_url(),
        *of_consultations(world),
    ]


def of_consultations(world):
    """What of consultations is hidden from members: a draft and a Troika phase, with board, answer and file."""
    for name in ("consultation draft", "consultation with the Troika"):
        row = world.objects[name]
        yield from (f"/en/intranet/consultations/{row.pk}/{page}" for page in ("", "text/", "send/", "do/agree/"))
        yield row.texts.get().attachments.select_related("file").get().file.get_absolute_url()
    for addressee in Addressee.objects.filter(round__consultation=world.objects["consultation with the Troika"])[:1]:
        yield f"/en/intranet/consultations/rounds/{addressee.round_id}/"
        yield from (f"/en/intranet/consultations/answers/{addressee.pk}/{page}" for page in ("", "who/", "mail/"))


def answered(client, method, path):
    answer = client.generic(method, path, headers={"Accept-Language": "en"})
    content = b"".join(answer.streaming_content) if answer.streaming else said(answer)
    heads = {name: value for name, value in answer.headers.items() if name != "Location"}
    return answer.status_code, heads, content, len(content)


@pytest.mark.parametrize("role", ROLES)
def test_a2_what_is_hidden_answers_like_what_is_not_there(world, role):
    client, wrong, hidden = world.visitor(role), [], 0
    for method, path in ((method, path) for path in numbered(world) for method in ("GET", "HEAD", "POST")):
        found = answered(client, method, path)
        if found[0] != HTTPStatus.NOT_FOUND:
            continue
        hidden += 1
        same = [answered(client, method, elsewhere(path, n)) == found for n in range(PAIRS)]
        wrong += [] if all(same) else [(method, path)]

    assert wrong == []
    assert role == "anon" or hidden >= 9
