"""Every address of the portal, with an object of the world where it names one."""

import uuid

from django.apps import apps
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from contributions.models import Scale

MISSING = 999_999
COUNTRY_PAGES = [
    f"contributions:{page}" for page in ("country", "proof-hand-in", "paper-list", "paper-ask", "download-all")
]


def patterns(found, namespace="", inner=()):
    """(name, pattern, names of its parts) of every URL pattern."""
    for pattern in found:
        parts = (*inner, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            yield from patterns(
                pattern.url_patterns, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace, parts
            )
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name or ''}", pattern, parts


def values(name, parts, world):
    """What the parts of an address are filled with."""
    objects = world.objects
    of = {
        "members:circular": objects["circular"].pk,
        "members:circular-edit": objects["draft"].pk,
        "members:circular-send": objects["draft"].pk,
        "members:invitation": objects["waiting"].pk,
        "members:mandate": objects["entry"].pk,
        "members:substitution": objects["substitution"].pk,
        "members:directory": objects["entry"].pk,
        "factor-reset": objects["reset"].pk,
        "declarations:consultation-": objects["consultation"].pk,
        **dict.fromkeys(
            (f"declarations:consultation-{page}" for page in ("write", "send")), objects["consultation draft"].pk
        ),
        "declarations:round-": objects["round"].pk,
        "declarations:position-": objects["cell"].pk,
        "declarations:respondent-": objects["cell"].pk,
        "declarations:paper": objects["paper"].pk,
        "declarations:document-preview": objects["paper"].pk,
        "members:handover": objects["handover"].pk,
        "report-": objects["report"].pk,
        "meetings:item": objects["item"].pk,
        "meetings:item-comment": objects["version item"].pk,
        "meetings:proposal": objects["proposal"].pk,
        "meetings:item-revoke": objects["item grant"].pk,
        "meetings:speaking": objects["slot"].pk,
        "meetings:session-papers": objects["slot"].session_id,
        "meetings:logistics": objects["logistics task"].pk,
        "meetings:invitation": objects["meeting invitation"].pk,
        "meetings:delegate-tick": objects["delegate"].pk,
        "meetings:delegation-travel": objects["delegate"].delegation_id,
        "contributions:bank": objects["bank statement"].pk,
        "contributions:bank-line": objects["bank line"].pk,
        "contributions:budget": objects["budget"].pk,
        "contributions:expenditure": objects["budget"].pk,
        "contributions:project": objects["project"].pk,
        "contributions:scale": Scale.objects.get(fact__isnull=False).pk,
        "contributions:scale-draft": objects["scale draft"].pk,
        "contributions:invoice": objects["invoice"].pk,
        "contributions:payment": objects["payment"].pk,
        "reserve_fund:case-": objects["case"].pk,
        **dict.fromkeys(
            (f"reserve_fund:case-{page}" for page in ("draft", "step", "files", "file-remove", "submit", "receipt")),
            objects["case draft"].pk,
        ),
        "reserve_fund:evidence": objects["case"].pk,
        "reserve_fund:payment": objects["case"].pk,
        "files:download": objects["circular"].attachment_id,
        "mfa": objects["codes"].pk,
    }
    key = next((each for each in sorted(of, key=len, reverse=True) if name.startswith(each)), None)
    agendas = dict.fromkeys(
        ("meetings:agenda", "meetings:proposal-new", "meetings:item-new"), objects["version"].meeting.slug
    )
    slugs = {"members:member-detail": "mx", **agendas, "meetings:": objects["meeting"].slug}
    slugs |= dict.fromkeys(COUNTRY_PAGES, "mx")
    given = {
        "pk": of.get(key, MISSING),
        "file_id": of.get(key, uuid.uuid4()),
        "name": "acta.docx",
        "symbol": objects["published"].symbol,
        "number": 1,
        "path": "documents",
        "language": "es",
        "extension": "pdf",
        "slug": next((slug for start, slug in slugs.items() if name.startswith(start)), "net-consular"),
        "session": MISSING,
        "file": objects["case payment"].voucher_id,
        "payment": objects["case payment"].pk,
        "half": 1,
        "table": "sex",
        "year": 2026,
        "month": 6,
        "token": "x" * 43,
        "uidb36": "1",
        "key": "set-password",
        "verb": "remind" if name == "declarations:consultation-do" else "queue",
        "kind": "procedure",
        "tick": "verified",
        "content_type_id": 1,
        "app_label": "members",
        "url": "nothing/",
    }
    if name == "admin:auth_user_password_change":
        given["id"] = objects["account"].pk
    elif name.startswith("admin:"):
        given["object_id"] = given["pk"] = given["id"] = first_row(name)
    return {part: given[part] for part in parts if part in given}


def first_row(name):
    """The number of a row that an admin page is about."""
    words = name.removeprefix("admin:").split("_")
    for length in (1, 2, 3):
        app_label, model = "_".join(words[:length]), words[length] if len(words) > length else ""
        if (app_label, model) in {(each._meta.app_label, each._meta.model_name) for each in apps.get_models()}:
            row = apps.get_model(app_label, model)._default_manager.order_by("pk").last()
            return row.pk if row else MISSING
    return MISSING


def every_address(world):
    """[(name, path)], once for each pattern, in English where it has a language; what has no name by its pattern."""
    found = {}
    with translation.override("en"):
        for name, pattern, parts in patterns(get_resolver().url_patterns):
            filled = values(name, parts, world)
            if not pattern.name:
                found[path_of(pattern, filled)] = name
                continue
            try:
                found[reverse(name, kwargs=filled)] = name
            except NoReverseMatch as error:
                raise AssertionError(f"{name} needs {parts}: give its parts a value in tests/hardening") from error
    return [(name, path) for path, name in found.items()]


def path_of(pattern, filled):
    """The admin's two patterns without a name: an object's own address, and whatever else there may be."""
    return f"/admin/members/party/{MISSING}/" if filled else f"/admin/{pattern.pattern}".replace("^", "")
