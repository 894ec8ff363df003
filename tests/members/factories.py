"""Valid people, mandates and presidencies for tests."""

from datetime import date

from django.utils import timezone

from members.models import Body, Circular, Mandate, Party, PresidencyTerm, User


def person(name, **values):
    return User.objects.create_user(f"{name}@example.org", full_name=name.title(), **values)


def mandate(user, role, slug, valid_from=date(2026, 1, 1), valid_until=None, *, approved=True, network=None, **values):
    return Mandate.objects.create(
        user=user,
        role=role,
        party=Party.objects.get(slug=slug),
        body=Body.objects.get(slug=network) if network else None,
        valid_from=valid_from,
        valid_until=valid_until,
        approved_at=timezone.now() if approved else None,
        **values,
    )


def seated(name, role, slug, **values):
    """A person with a mandate in force."""
    somebody = person(name)
    mandate(somebody, role, slug, **values)
    return somebody


def preside(slug, year):
    return PresidencyTerm.objects.create(
        party=Party.objects.get(slug=slug), starts_on=date(year, 1, 1), ends_on=date(year + 1, 1, 1)
    )


def circular(by, word="Aviso", **values):
    return Circular.objects.create(
        subject_es=f"{word} asunto",
        subject_en=f"{word} subject",
        text_es=f"{word} texto",
        text_en=f"{word} text",
        drafted_by=by,
        drafted_at=timezone.now(),
        **values,
    )
