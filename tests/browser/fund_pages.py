"""The pages of the Reserve Fund as people use them: the answers of a case, and how they are written and looked at."""

from django.urls import reverse
from django.utils import translation

from tests import axe
from tests.files import honest

PHONE = {"width": 390, "height": 844}
ANSWERS = {
    1: {
        "referrer": "consulate",
        "institution": "Consulado de prueba en Tapachula",
        "referring_officer": "Cónsul Ficticio",
        "officer_contact": "+00 000",
        "stay": "mx",
        "return_to": "hn",
    },
    2: {
        "full_name": "Persona Ficticia",
        "document_number": "ZZ-001",
        "born_on": "1940-05-06",
        "sex": "female",
        "nationality": "ficticia",
        "contact": "albergue",
    },
    3: {
        "vulnerabilities": "ELD",
        "situation": "Necesita una silla de ruedas.",
        "evidence_reference": "constancia médica",
        "protection_concern": "ninguna",
    },
    4: {
        "voluntary_on": "2026-01-02",
        "voluntary_language": "español",
        "explained_by": "oficial",
        "consent_on": "2026-01-02",
        "consent_scope": "retorno",
    },
    5: {"cost_ticket": "600", "subsidiarity": "No hay programa."},
}


def address(name, *args, language="es"):
    with translation.override(language):
        return reverse(f"reserve_fund:{name}", args=args)


def looked_at(page):
    """What axe finds on the phone, and whether the page is wider than it."""
    found = [(page.url, each["id"], [node["html"][:120] for node in each["nodes"]]) for each in axe.violations(page)]
    if (scrolled := page.evaluate("document.documentElement.scrollWidth")) > PHONE["width"]:
        found.append((page.url, "scrolls sideways", scrolled))
    return found


def fill(page, answers):
    """Write the answers of a step, whatever kind of control each has."""
    for name, value in answers.items():
        control = page.locator(f"[name={name}]").first
        if control.get_attribute("type") == "checkbox":
            page.locator(f"[name={name}][value={value}]").check()
        elif control.evaluate("each => each.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)


def choose_file(page, name, kind, content_type, *, field="file"):
    """Choose a small sound file of a kind, by the name that it has on the device."""
    chosen = {"name": name, "mimeType": content_type, "buffer": honest.FILES[kind]}
    page.set_input_files(f"[name={field}]", chosen)
