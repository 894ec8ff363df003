"""Every public page in a real browser: accessible, quiet, and as wide as the screen, in both languages."""

import hashlib

import pytest

from tests import axe
from tests.site.test_public_pages import all_paths

MEMBERS = ("bz", "ca", "cr", "sv", "us", "gt", "hn", "mx", "ni", "pa", "do")
BODIES = (
    *("vm", "ppt", "troika", "rcgm", "net-trafficking", "net-consular", "net-children", "ts", "drafting-group"),
    *("regional-coalition", "ad-hoc", "extra-regional", "crm-rrocm", "migrant-children"),
)
MANAGUA = "CRM/GEN/2014/DECEXT/01"
PAGES = {
    "home": ("/es/", "/en/"),
    "accessibility": ("/es/accesibilidad/", "/en/accessibility/"),
    "privacy": ("/es/privacidad/", "/en/privacy/"),
    "terms": ("/es/condiciones/", "/en/terms/"),
    "news": ("/es/noticias/", "/en/news/"),
    "contact": ("/es/contacto/", "/en/contact/"),
    "message sent": ("/es/contacto/enviado/", "/en/contact/sent/"),
    "verify": ("/es/verificar/", "/en/verify/"),
    "verify what is unknown": (f"/es/verificar/?sha256={'0' * 64}", f"/en/verify/?sha256={'0' * 64}"),
    "verify what is no hash": ("/es/verificar/?sha256=abc", "/en/verify/?sha256=abc"),
    "meetings": ("/es/reuniones/", "/en/meetings/"),
    "meetings of a year": ("/es/reuniones/?year=1999", "/en/meetings/?kind=conference"),
    "calendar": ("/es/reuniones/calendario/", "/en/meetings/calendar/"),
    "calendar of a year": ("/es/reuniones/calendario/1999/", "/en/meetings/calendar/1999/"),
    "calendar of a month": ("/es/reuniones/calendario/1999/1/", "/en/meetings/calendar/1999/1/"),
    "conference": ("/es/reuniones/crm-4/", "/en/meetings/crm-9/"),
    "documents": ("/es/documentos/", "/en/documents/"),
    "documents of a kind": ("/es/documentos/?kind=guidelines", "/en/documents/?kind=guidelines"),
    "declarations": ("/es/declaraciones/", "/en/declarations/"),
    "plan of action": ("/es/plan-de-accion/", "/en/plan-of-action/"),
    "document": (f"/es/documentos/{MANAGUA}/", f"/en/documents/{MANAGUA}/"),
    "search": ("/es/buscar/", "/en/search/"),
    "found": ("/es/buscar/?q=personas+migrantes", "/en/search/?q=migrants"),
    "found countries": ("/es/buscar/?q=honduras&source=participants", "/en/search/?q=honduras"),
    "found nothing": ("/es/buscar/?q=nadaquenadiediga", "/en/search/?q=manauga"),
    "asked too long": (f"/es/buscar/?q={'x' * 201}",),
    "about": ("/es/la-conferencia/", "/en/about/"),
    "structure": ("/es/como-funciona/", "/en/how-it-works/"),
    **{f"body {slug}": (f"/es/como-funciona/{slug}/", f"/en/how-it-works/{slug}/") for slug in BODIES},
    "members": ("/es/miembros/", "/en/members/"),
    **{f"member {slug}": (f"/es/miembros/{slug}/", f"/en/members/{slug}/") for slug in MEMBERS},
    "observers": ("/es/observadores/", "/en/observers/"),
    "civil society": ("/es/sociedad-civil/", "/en/civil-society/"),
    "partners": ("/es/organizaciones-colaboradoras/", "/en/partner-organisations/"),
    "presidency": ("/es/presidencia/", "/en/presidency/"),
    "presidencies of one country": ("/es/presidencia/?country=mx", "/en/presidency/?country=mx"),
    "scale": ("/es/contribuciones/", "/en/contributions/"),
    "reserve fund": ("/es/fondo-de-reserva/", "/en/reserve-fund/"),
    "statistics of the fund": ("/es/fondo-de-reserva/estadisticas/", "/en/reserve-fund/statistics/"),
    "not found": ("/es/no-existe/", "/en/missing/"),
    "login": ("/accounts/login/",),
}
HEAVIEST_VISIT = 60 * 1024


def test_no_public_page_is_left_out(history):
    tried = {path for paths in PAGES.values() for path in paths}
    alike = {path for path in all_paths() if "/CRM/" in path or "/crm-" in path}  # one document stands for all

    assert set(all_paths()) - tried - alike == set()
    assert alike & tried


@pytest.mark.parametrize("path", [path for paths in PAGES.values() for path in paths])
def test_a_page_is_accessible_and_quiet_at_every_width(history, look, path):
    complaints = []
    look.page.on("console", lambda message: complaints.append(message.text) if message.type != "log" else None)
    look.page.on("pageerror", lambda error: complaints.append(str(error)))

    response = look.page.goto(path)
    found = axe.faults(look.page)

    is_missing = response.status == 404
    # The browser itself reports a 404 in its console; that is the one complaint allowed.
    assert [text for text in complaints if not (is_missing and "404" in text)] == []
    assert found == []


def test_a_first_visit_is_light_and_asks_nobody_else(history, look):
    sizes, hosts = [], set()
    look.page.on("response", lambda response: hosts.add(response.url.split("/")[2]))
    look.page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))

    look.page.goto("/es/", wait_until="networkidle")

    assert len(hosts) == 1
    assert len(sizes) >= 4
    assert sum(sizes) <= HEAVIEST_VISIT + look.uncompressed_static


def test_the_portal_works_without_scripts_on_a_phone(history, look_without_scripts):
    page = look_without_scripts
    page.goto("/es/")
    page.locator(".nav summary").click()
    page.locator(".nav .narrow a", has_text="Presidencia").click()
    page.wait_for_url("**/es/presidencia/")
    page.select_option("#country", "mx")
    page.locator(".filter button").click()
    page.wait_for_url("**/es/presidencia/?country=mx")

    assert page.locator(".terms li").count() == 4


def test_the_language_switch_stays_on_the_page(history, look):
    look.page.goto("/es/miembros/mx/")

    look.page.locator(".account a[hreflang=en]").click()

    look.page.wait_for_url("**/en/members/mx/")


def test_a_country_on_the_map_is_reached_by_keyboard(history, look):
    look.page.goto("/en/members/")
    look.page.locator(".map a", has_text="Honduras").focus()

    look.page.keyboard.press("Enter")
    look.page.wait_for_url("**/en/members/hn/")

    assert look.page.locator("h1").inner_text() == "Honduras"


def test_a_file_is_verified_without_leaving_the_device(history, look, tmp_path):
    file = tmp_path / "archivo.pdf"
    file.write_bytes(b"something")
    sent = []
    look.page.on("request", lambda request: sent.append(request.method))
    look.page.goto("/en/verify/")

    look.page.set_input_files("#id_file", file)
    look.page.get_by_role("button", name="Verify the file").click()
    look.page.wait_for_url("**/en/verify/?sha256=*")

    assert set(sent) == {"GET"}
    assert look.page.url.endswith(hashlib.sha256(b"something").hexdigest())
    assert look.page.locator("#result").inner_text() == "The portal knows no public file like this one"


def test_a_file_is_verified_without_scripts(history, look_without_scripts, tmp_path):
    file = tmp_path / "archivo.pdf"
    file.write_bytes(b"something")
    page = look_without_scripts
    page.goto("/es/verificar/")

    page.set_input_files("#id_file", file)
    page.locator("[data-verify-file] button").click()

    assert page.locator(".verdict code, .hash").first.inner_text() == hashlib.sha256(b"something").hexdigest()
