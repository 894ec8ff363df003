"""The demonstration: something waits for each desk, it says that it is fictional, and it is made once."""

from django.core.management import call_command
from django.utils import timezone

from crm_portal.common.audit.models import Deed
from crm_portal.common.outbox.models import Letter
from crm_portal.site import intranet
from members import demo_office, invitations, substitutions
from members.models import Circular, CircularReceipt, Institution, Invitation, Substitution, User


def account(name):
    return User.objects.get(email=f"{name}@demo.example")


def tasks(name):
    return {str(task.title) for task in intranet.tasks(account(name))}


def counts():
    return [model.objects.count() for model in (Circular, CircularReceipt, Invitation, Substitution, Letter, Deed)]


def test_a_first_look_finds_something_waiting(demo):
    circular = Circular.objects.get(status="sent")

    assert set(Circular.objects.values_list("status", flat=True)) == {"draft", "sent"}
    assert sorted(
        CircularReceipt.objects.exclude(acknowledged_at=None).values_list("party__slug", flat=True)
    ) == sorted(demo_office.ACKNOWLEDGED_BY)
    assert any(circular.symbol in task for task in tasks("focal-gt"))
    assert not any(circular.symbol in task for task in tasks("focal-mx"))
    assert any("invitaci" in task or "invitation" in task for task in tasks("st-assist"))
    assert any("actúa por 1 colega" in task or "act for 1 colleague" in task for task in tasks("focal-mx"))


def test_it_all_says_that_it_is_fictional(demo):
    for circular in Circular.objects.all():
        assert circular.subject_es.startswith("Demostración: ")
        assert circular.subject_en.startswith("Demo: ")
        assert "ficticia" in circular.text_es or "ficticio" in circular.text_es
        assert "fictional" in circular.text_en
    assert {name.split(":")[0] for name in Institution.objects.values_list("name_en", flat=True)} == {"Demo"}
    assert set(Letter.objects.values_list("address", flat=True)) <= set(User.objects.values_list("email", flat=True))
    assert all(address.endswith("@demo.example") for address in Letter.objects.values_list("address", flat=True))


def test_a_second_start_writes_to_nobody_and_makes_nothing(demo):
    before = counts()

    call_command("load_demo", verbosity=0)

    assert counts() == before
    assert Letter.objects.filter(kind="circular").count() == User.objects.filter(mandates__role="focal").count()
    assert Letter.objects.filter(kind="deputy").count() == 1


def test_what_somebody_has_dealt_with_does_not_come_back(demo):
    invitations.withdraw(Invitation.objects.get(), by=account("focal-mx"))
    substitutions.end(Substitution.objects.get(), by=account("hod"))
    Circular.objects.filter(status="draft").delete()
    before = counts()

    call_command("load_demo", verbosity=0)

    assert counts() == before
    assert (Substitution.objects.count(), Circular.objects.count()) == (0, 1)


def test_the_portal_at_work_gets_no_demonstration_over_its_own(history, settings):
    """Somebody who began with the demonstration left out has sent things since."""
    settings.DEMO_PASSWORD = "a-long-enough-password"  # published on purpose
    verbs = ("send_circular", "propose_invitation", "name_substitution")
    of_others = ("meetings.send_convocation", "reserve_fund.begin_case", "declarations.begin_consultation")
    for verb in (*(f"members.{verb}" for verb in verbs), *of_others):
        Deed.objects.create(verb=verb, kind="members.circular", object_id="1", at=timezone.now())

    call_command("load_demo", verbosity=0)

    assert (Circular.objects.count(), Invitation.objects.count(), Letter.objects.count()) == (0, 0, 0)
