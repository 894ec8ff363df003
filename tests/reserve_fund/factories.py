"""Cases as people make them: by the steps of the workflow, each in the block of whoever takes it."""

from datetime import date, timedelta
from decimal import Decimal

from django.core.files.base import ContentFile
from django.utils import timezone

from crm_portal.common.files import kinds, uploads
from members.models import Party, User
from reserve_fund import assisting, deciding, filing, fund_money
from reserve_fund.models import Case, Replenishment, Vulnerability
from reserve_fund.row_security import for_person
from tests.members.factories import seated

ELDERLY, TRAFFICKED, CHILD = "ELD", "VOT", "UMC"


def fund_people():
    """A consulate, three of IOM's officers and the coordinator."""
    return {
        "consulate": seated("consulate", "fund_requester", "mx"),
        "other consulate": seated("other-consulate", "fund_requester", "gt"),
        "officer": seated("officer", "iom_fund", "iom"),
        "payer": seated("payer", "iom_fund", "iom"),
        "third": seated("third", "iom_fund", "iom"),
        "coordinator": seated("coordinator", "st_coord", "iom"),
    }


def fresh(person):
    """The person as the next request finds them."""
    return User.objects.get(pk=person.pk)


def answers(codes=(ELDERLY,), word="", **values):
    """Every answer of the form, all in order; `word` stands in each that is a text."""
    born = timezone.localdate() - timedelta(days=366 * 80)
    if CHILD in codes:
        born = timezone.localdate() - timedelta(days=366 * 10)
    day = timezone.localdate() - timedelta(days=3)

    def said(text):
        return f"{text} {word}".strip()

    return {
        "referrer": Case.Referrer.CONSULATE,
        "institution": "Consulado de prueba",
        "stay": Party.objects.get(slug="mx"),
        "return_to": Party.objects.get(slug="hn"),
        "sex": Case.Sex.FEMALE,
        "vulnerabilities": list(Vulnerability.objects.filter(code__in=codes)),
        "full_name": said("Persona Ficticia"),
        "document_number": said("ZZ-001"),
        "born_on": born,
        "nationality": said("ficticia"),
        "contact": said("albergue"),
        "situation": said("situación"),
        "evidence_reference": said("constancia"),
        "guardian": said("tutora"),
        "best_interests": said("ISN-1"),
        "age_override": "",
        "protection_concern": said("ninguna"),
        "subsidiarity": said("no hay programa"),
        "family": "",
        "voluntary_on": day,
        "voluntary_language": said("español"),
        "explained_by": said("oficial"),
        "consent_on": day,
        "consent_scope": said("retorno"),
        "referring_officer": said("Cónsul Ficticio"),
        "officer_contact": said("teléfono"),
        **values,
    }


def replenished(people, amount="5000.00", reference="transfer 1", on=None):
    """Money in the Fund."""
    came = Replenishment(
        party=Party.objects.get(slug="ca"),
        amount_usd=Decimal(amount),
        received_on=on or timezone.localdate(),
        reference=reference,
    )
    return fund_money.replenish(came, by=people["officer"])


def draft(people, codes=(ELDERLY,), costs="600.00", by="consulate", **values):
    """A case with every answer, not submitted yet."""
    who = fresh(people[by])
    with for_person(who):
        case = filing.begin(by=who)
        filing.save(case, answers(codes, **values), by=who)
        return filing.save_costs(case, {"ticket": Decimal(costs)}, by=who)


def submitted(people, *args, by="consulate", **values):
    """A case handed in to IOM."""
    case = draft(people, *args, by=by, **values)
    return step(filing.submit, case, people[by])


def step(verb, case, who, *args, **values):
    """A step of the workflow, in the block of whoever takes it."""
    who = fresh(who)
    with for_person(who):
        return verb(case, *args, by=who, **values)


def under_review(people, *args, **values):
    return step(deciding.take, submitted(people, *args, **values), people["officer"])


def approved(people, *args, **values):
    """A case approved by those who must; a special one by both."""
    case = under_review(people, *args, **values)
    if case.is_special:
        case = step(deciding.refer, case, people["officer"])
        step(deciding.approve, case, people["coordinator"])
    return step(deciding.approve, case, people["officer"])


def voucher(name="boleto.txt"):
    """The copy of a ticket."""
    return uploads.checked(name, kinds.TXT, ContentFile(b"boleto ficticio"))


def paid(people, case, amount="450.00", reference="V-1"):
    """A payment by an officer who neither referred nor approved."""
    values = {"on": timezone.localdate(), "reference": reference, "voucher": voucher()}
    return step(assisting.pay, case, people["payer"], "ticket", Decimal(amount), **values)


def arrived(people, *args, **values):
    """A case whose person has arrived, with a payment."""
    case = approved(people, *args, **values)
    paid(people, case)
    step(assisting.arrange_travel, case, people["officer"], timezone.localdate())
    step(assisting.record_departure, case, people["officer"])
    return step(assisting.confirm_arrival, case, people["officer"], timezone.localdate())


def settled(people, *args, **values):
    return step(assisting.settle, arrived(people, *args, **values), people["payer"])


def closed(people, *args, **values):
    return step(assisting.close, settled(people, *args, **values), people["payer"])


def born(years, day=None):
    """The birthday of somebody who is so many years old on a day."""
    day = day or timezone.localdate()
    return date(day.year - years, day.month, min(day.day, 28))
