"""The doors of the Reserve Fund: cases with the person, files, ledger and statistics, for each role of the matrix."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone, translation

from reserve_fund import deciding, evidence_files
from tests.members.factories import seated
from tests.reserve_fund.factories import (
    TRAFFICKED,
    approved,
    draft,
    paid,
    replenished,
    step,
    under_review,
    voucher,
)

WORD = "Quetzalcanario"


def fund(people):
    """A draft, an ordinary case with a payment and a special one before both institutions, each with the word."""
    everyone = {
        "consulate": people["fund_requester"],
        "officer": people["iom_fund"],
        "payer": seated("fund-payer", "iom_fund", "iom"),
        "coordinator": people["st_coord"],
    }
    in_an_ended_half_year = timezone.localdate() - timedelta(days=200)  # members read nothing of the running one
    replenished(everyone, reference=f"{WORD} transfer", on=in_an_ended_half_year)
    ordinary = approved(everyone, word=WORD)
    payment = paid(everyone, ordinary, reference=f"{WORD} voucher")
    special = step(deciding.refer, under_review(everyone, (TRAFFICKED,), word=WORD), everyone["officer"])
    file = step(lambda case, by: evidence_files.add(case, "identity", voucher(), by=by), special, everyone["officer"])
    made = {"ordinary": ordinary, "special": special, "file": file, "payment": payment}
    return {"draft": draft(everyone, word=WORD), **made}


def page(name, *args):
    with translation.override("en"):
        return reverse(f"reserve_fund:{name}", args=args)


def tells(answer, word):
    """Whether a page tells a word; one that refuses must not tell it either."""
    text = (answer.getvalue() if answer.streaming else answer.content).decode()
    assert answer.status_code == 200 or word not in text
    return answer.status_code == 200 and word in text


def case_page(which, shown=None):
    """The page of a case, which shows its number."""
    return lambda client, world: tells(
        client.get(page("case-detail", world["fund"][which].pk)), shown or world["fund"][which].number
    )


def person(which, shown):
    """The person of a case, opened for a purpose."""
    return lambda client, world: tells(
        client.post(page("case-person", world["fund"][which].pk), {"purpose": "decide"}), shown
    )


def case_form(which, name, *args):
    """The form of a step with a case."""
    return lambda client, world: client.get(page(name, world["fund"][which].pk, *args)).status_code == 200


def payment_form(name):
    """The form of a step with a payment."""
    return lambda client, world: (
        client.get(page(name, world["fund"]["payment"].case_id, world["fund"]["payment"].pk)).status_code == 200
    )


def file_leaves(client, world):
    file = world["fund"]["file"]
    answer = client.post(page("evidence-download", file.case_id, file.pk), {"purpose": "decide"})
    return answer.status_code == 200


def found(client, world):
    """A case by the number of a document."""
    assert world["fund"]
    return tells(client.post(page("case-find"), {"number": f"ZZ-001 {WORD}", "purpose": "decide"}), "FR-")


def listed(name, shown, query=""):
    """A page that lists what somebody may read."""
    return lambda client, world: bool(world["fund"]) and tells(client.get(page(name) + query), shown(world["fund"]))


def number_of(which):
    return lambda fund: fund[which].number


FUND_DOORS = {
    ("fund_case", "write"): {
        "draft": lambda client, world: tells(
            client.get(page("case-step", world["fund"]["draft"].pk, 2)), f"Persona Ficticia {WORD}"
        ),
        "own list": listed("my-case-list", number_of("draft")),
        "state": case_page("special"),
    },
    ("fund_case", "approve"): {
        "queue": listed("case-list", number_of("special")),
        "special case": person("special", f"situación {WORD}"),
        "name": person("special", f"Persona Ficticia {WORD}"),
        "ordinary case": person("ordinary", f"Persona Ficticia {WORD}"),
        "ordinary page": case_page("ordinary", "450.00"),
        "decision": case_form("special", "case-do", "approve"),
        "payment": case_form("special", "case-pay"),
        "keeping": case_form("special", "case-keep"),
        "payment taken back": payment_form("payment-take-back"),
        "refund": payment_form("case-refund"),
        "file": file_leaves,
        "search": found,
    },
    ("fund_ledger", "read"): {
        "half-years": listed("ledger", lambda _fund: "5,000.00"),
        "entries": listed("ledger", number_of("ordinary")),
        "CSV": listed("ledger-csv", number_of("ordinary")),
        "replenishments": listed("replenishment-list", lambda _fund: f"{WORD} transfer"),
    },
    ("fund_ledger", "write"): {
        "form": lambda client, world: client.get(page("replenishment-record")).status_code == 200,
    },
    ("fund_stats", "read"): {"page": lambda client, world: client.get(page("statistics")).status_code == 200},
    ("fund_stats", "write"): {"desk": lambda client, world: client.get(page("publication-list")).status_code == 200},
}
OF_IOM_ALONE = (
    "name",
    "ordinary case",
    "ordinary page",
    "payment",
    "payment taken back",
    "refund",
    "keeping",
    "file",
    "search",
)
FUND_PLACES = {
    ("fund_case", "draft"): {"iom_fund", "st_coord"},  # a draft is of whoever refers it
    ("fund_case", "own list"): {"iom_fund", "st_coord"},
    **{("fund_case", door): {"st_coord"} for door in OF_IOM_ALONE},  # minimised: ambiguities F7
    **{("fund_ledger", door): {"focal", "hod", "rcgm", "ppt"} for door in ("entries", "CSV", "replenishments")},
}
