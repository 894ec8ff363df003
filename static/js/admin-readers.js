/* Says who would read a document, while its audience and body are being chosen in the admin. */
"use strict";
window.addEventListener("load", () => {
    const shown = document.querySelector("[data-readers]");
    const audience = document.getElementById("id_audience");
    const body = document.getElementById("id_body");
    if (!shown || !audience) {
        return;
    }
    const ask = async () => {
        const asked = new URLSearchParams({ audience: audience.value, body: body ? body.value : "" });
        const answer = await fetch(`${shown.dataset.readers}&${asked}`);
        if (answer.ok) {
            shown.textContent = (await answer.json()).words;
        }
    };
    audience.addEventListener("change", ask);
    if (body && window.django && window.django.jQuery) {
        window.django.jQuery(body).on("change", ask);
    }
});
