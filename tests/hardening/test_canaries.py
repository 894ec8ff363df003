"""A3: random words in everything restricted, and nobody hears one out of turn, whichever way they go."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from crm_portal.common.outbox import sending
from crm_portal.common.outbox.models import Letter
from declarations.consultations import conducting, drafting, letters
from members.models import Mandate, User
from tests.access.matrix_file import ROLES
from tests.accounts.conftest import said
from tests.hardening import consulted
from tests.hardening.conftest import STAFF
from tests.hardening.crawl import crawl
from tests.members.factories import circular, mandate, person
from tests.sizes import size

PER_ADDRESS = size(ci=1, full=60)  # pages of one kind that links lead to; what is guessed comes on top
PUT_OUT = ("deactivated", "revoked")
STARTS = [
    "/",
    "/sitemap.xml",
    "/robots.txt",
    *(f"/{code}/" for code in ("es", "en")),
    *(f"/{code}/intranet/" for code in ("es", "en")),
    "/admin/",
    "/accounts/sessions/",
    "/accounts/2fa/",
    "/accounts/let-in-again/",
    *(f"/en/search/?q={word}&source={source}" for word in ("Texto", "Consulta") for source in ("", "consultations")),
    *(f"/es/buscar/?q={word}&source={source}" for word in ("Texto", "Consulta") for source in ("", "consultations")),
    "/en/search/?q=Consulta&source=documents",
]
SEARCHED = [
    "/en/intranet/directory/?q=",
    "/en/intranet/directory/contacts.csv?q=",
    "/es/intranet/directorio/?q=",
    *(f"/admin/members/{kind}/?q=" for kind in ("mandate", "user", "invitation", "circular", "substitution")),
    "/admin/outbox/letter/?q=",
    "/admin/declarations/document/?q=",
    "/admin/declarations/consultation/?q=",
    "/admin/autocomplete/?app_label=declarations&model_name=documentrelation&field_name=other&term=",
    "/admin/files/privatefile/?q=",
    "/admin/autocomplete/?app_label=members&model_name=mandate&field_name=user&term=",
    "/admin/autocomplete/?app_label=members&model_name=mandate&field_name=institution&term=",
    "/en/?q=",
]
OF_A_MEETING = [
    *("", "now/", "agenda/", "convocation/", "speaking/", "my-delegation/", "delegations/", "participants/"),
    *("participants/participants.csv", "logistics/", "logistics-note/", "closing/"),
]
OF_A_COUNTRY = ["", "statement/", "papers/", "papers/ask/", "proof/", "all.zip"]
EVERYTHING = size(ci=False, full=True)
SEARCHED_FOR = {"entry: name", "draft: subject"}


def guessed(world):
    """The addresses of what is restricted, for whoever guesses a number."""
    objects = world.objects
    for name in ("circular", "draft"):
        yield from (f"/{at}/{objects[name].pk}/" for at in ("en/intranet/circulars", "es/intranet/circulares"))
        yield f"/en/intranet/circulars/{objects[name].pk}/edit/"
        yield objects[name].attachment.get_absolute_url()
        yield f"/files/{objects[name].attachment_id}/x"
        yield from (f"/admin/members/circular/{objects[name].pk}/{verb}/" for verb in ("change", "history", "delete"))
    for name in ("entry", "ended"):
        yield f"/en/intranet/directory/{objects[name].pk}.vcf"
        yield f"/en/intranet/people/{objects[name].pk}/end/"
        yield from (f"/admin/members/mandate/{objects[name].pk}/{verb}/" for verb in ("change", "history", "delete"))
    for name in ("waiting", "refused", "sent"):
        yield f"/en/intranet/people/invitations/{objects[name].pk}/decide/"
        yield from (f"/admin/members/invitation/{objects[name].pk}/{verb}/" for verb in ("change", "history"))
    for name in ("account", "entry"):
        pk = objects[name].pk if name == "account" else objects[name].user_id
        yield from (f"/admin/members/user/{pk}/{verb}/" for verb in ("change", "history", "delete", "password"))
    for name in ("letter", "secret"):
        pk = objects[name].pk
        yield from (f"/admin/outbox/letter/{pk}/{verb}/" for verb in ("change", "history", "do/queue", "do/resend"))
    for name in ("paper", "closed paper"):
        file = objects[name].versions.get().file
        yield from (f"/{at}/{objects[name].pk}/" for at in ("en/intranet/papers", "es/intranet/documentos"))
        yield f"/en/intranet/papers/{objects[name].pk}/preview/"
        yield file.get_absolute_url()
        yield from (
            f"/admin/declarations/document/{objects[name].pk}/{verb}/"
            for verb in ("change", "history", "files", "do/publish")
        )
    for name in ("meeting", "planned meeting"):
        yield from (f"/en/intranet/meetings/{objects[name].slug}/{page}" for page in OF_A_MEETING)
    yield f"/en/intranet/meetings/{objects['planned meeting'].slug}/agenda/v1/"
    yield objects["logistics task"].papers.get().file.get_absolute_url()
    for name in ("meeting invitation", "meeting guest"):
        yield f"/en/intranet/meetings/invitations/{objects[name].pk}/"
    bank = objects["bank statement"]
    yield from (f"/en/intranet/contributions/bank/{bank.pk}/{page}" for page in ("", "lines.csv", "reconciliation/"))
    yield from (f"/en/intranet/contributions/bank/lines/{objects['bank line'].pk}/", bank.file.get_absolute_url())
    budget, project = objects["budget"], objects["project"]
    yield from (f"/en/intranet/contributions/budgets/{budget.pk}/{page}" for page in ("", "expenditures/"))
    yield f"/en/intranet/contributions/projects/{project.pk}/"
    yield from (file.get_absolute_url() for file in (objects["expenditure"].voucher, project.agreement))
    yield from (
        f"/admin/contributions/expenditure/{objects['expenditure'].pk}/{verb}/" for verb in ("change", "history")
    )
    for report in (objects["report"].pk, objects["issued report"].pk):
        yield from (f"/{at}/{report}/" for at in ("en/intranet/reports", "es/intranet/informes"))
    yield from (f"/en/intranet/contributions/{page}" for page in ("status/", "status/status.csv"))
    draft = objects["scale draft"].pk
    yield from (f"/en/{at}/{draft}/" for at in ("intranet/scales", "contributions/scales"))
    yield from (f"/admin/contributions/scale/{draft}/{verb}/" for verb in ("change", "history", "do/approve"))
    yield from (f"/en/intranet/contributions/countries/mx/{page}" for page in OF_A_COUNTRY)
    yield from (objects[name].get_absolute_url() for name in ("invoice", "payment"))
    yield objects["proof"].file.get_absolute_url()
    for name in ("case", "special case", "case draft"):
        pk = objects[name].pk
        yield from (f"/en/intranet/reserve-fund/cases/{pk}/{page}" for page in ("", "pay/", "keep/", "do/approve/"))
        steps = (*(f"step/{number}/" for number in range(1, 6)), "files/", "submit/", "withdraw/")
        yield from (f"/en/intranet/reserve-fund/my-cases/{pk}/{page}" for page in ("", *steps))
    yield from (f"/en/intranet/reserve-fund/{page}" for page in ("ledger/", "ledger/statement.csv", "replenishments/"))
    yield from consulted.addresses(world)
    yield from (f"/admin/members/substitution/{objects['substitution'].pk}/{verb}/" for verb in ("change", "history"))


def starts(world, role):
    """Where a crawl begins. The desk's addresses are all tried by those who have a desk, and by all in a full run."""
    words = [word for word, (place, _) in world.heard_by.items() if place in SEARCHED_FOR or EVERYTHING]
    found = [*STARTS, *guessed(world), *(f"{address}{word[:8]}" for address in SEARCHED for word in words)]
    has_desk = role in STAFF or EVERYTHING
    return [path for n, path in enumerate(found) if has_desk or not path.startswith("/admin/") or n % 10 == 0]


def leaks(world, who, pages):
    """Words that were heard by somebody who may not: the word's place and the page that told it."""
    return [
        (place, path)
        for path, text in pages.items()
        for word, (place, roles) in world.heard_by.items()
        if word in text and who not in roles and word not in path  # a refusal may repeat what it was asked for
    ]


@pytest.mark.parametrize("role", ROLES)
def test_a3_a_role_hears_the_words_of_the_matrix_and_no_other(world, role):
    pages = crawl(world.visitor(role), starts(world, role), PER_ADDRESS)

    heard = {word for word in world.heard_by for text in pages.values() if word in text}
    may_hear = {word for word, (_, roles) in world.heard_by.items() if role in roles}
    assert leaks(world, role, pages) == []
    assert {world.heard_by[word][0] for word in may_hear - heard} == set()


@pytest.mark.parametrize("who", PUT_OUT)
def test_a3_whoever_was_just_put_out_hears_nothing(world, who):
    client = world.visitor(who)
    before = crawl(client, [f"/en/intranet/circulars/{world.objects['circular'].pk}/"], 1)
    if who == "deactivated":
        User.objects.filter(pk=world.people[who].pk).update(is_active=False)
    else:
        Mandate.objects.filter(user=world.people[who]).update(valid_until=timezone.localdate())

    pages = crawl(client, starts(world, who), PER_ADDRESS)

    assert any(word in text for text in before.values() for word in world.heard_by)
    assert leaks(world, who, pages) == []


def test_a3_no_letter_of_a_consultation_tells_a_word_to_somebody_who_may_not_hear_it(world):
    """Whoever answers for another country hears what a head of delegation does, or the Troika."""
    roles = {person.email: role for role, person in world.people.items()}
    others = {"troika_other": "troika", **{role: "hod" for role in roles.values() if role.startswith("respondent_")}}
    own_country = {"deactivated": "focal", "revoked": "focal"}
    sent = Letter.objects.filter(kind__startswith="consultation-")
    kinds = {kind.name for kind in letters.KINDS} - {letters.REMINDER}

    mail.outbox.clear()
    while sent.filter(state__in=["queued", "sending"]).exists():
        sending.send_due()

    told = [
        (role, place)
        for message in mail.outbox
        for role in [roles.get(message.to[0])]
        for word, (place, may_hear) in world.heard_by.items()
        if word in f"{message.subject} {message.body} {message.alternatives}"
        and "consultation" in place
        and (others | own_country).get(role, role) not in may_hear
    ]
    assert told == []
    assert set(sent.filter(state="sent").values_list("kind", flat=True)) == kinds


LISTS = [
    "/en/",
    "/en/intranet/",
    "/en/intranet/directory/",
    "/en/intranet/directory/contacts.csv",
    "/en/intranet/circulars/",
    "/en/intranet/calendar/",
    "/en/intranet/substitutions/",
    "/en/intranet/consultations/",
    "/en/intranet/papers/",
    "/en/search/?q=Consulta",
    "/en/search/?q=Texto&source=consultations",
    "/sitemap.xml",
]


@pytest.mark.parametrize("role", ["anon", "obs_country", "rrocm", "liaison_x", "hod", "auditor", "fund_requester"])
def test_a3_a_hidden_thing_more_changes_no_list_and_no_count(world, role):
    client = world.visitor(role)
    before = {path: said(client.get(path)) for path in LISTS}

    circular(world.people["ppt"], "Oculto")
    mandate(person("oculta"), "fund_requester", "bz")
    ended = mandate(person("anterior"), "focal", "bz")
    Mandate.objects.filter(pk=ended.pk).update(valid_until=timezone.localdate())
    for step in (None, conducting.submit):
        texts = {f"{part}_{code}": "Consulta Texto" for part in ("title", "text") for code in ("es", "en")}
        consultation = drafting.begin("procedure", texts, by=world.people["ppt"])
        if step:
            step(consultation, by=world.people["ppt"])

    assert {path: said(client.get(path)) for path in LISTS} == before


def test_a3_a_word_is_found_where_it_may_be(world):
    """The crawl itself: it follows links from a list to the file, and reads what the file unpacks to."""
    draft = [word for word, (place, _) in world.heard_by.items() if place.startswith("draft")]

    pages = crawl(world.visitor("ppt"), ["/en/intranet/circulars/"], 3)

    assert {word for word in draft for text in pages.values() if word in text} == set(draft)
    assert any(re.match(r"/files/", path) for path in pages)
    assert crawl(Client(), ["/en/intranet/"], 3).keys() & pages.keys() >= {"/en/"}
