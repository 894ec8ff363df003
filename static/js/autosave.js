// Saves a long form twenty seconds after something was typed, and when its page is left; says when it did.
const AFTER = 20_000;

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const said = document.getElementById(form.dataset.autosave);
  let waiting = null;
  let saving = null;

  const send = async (isLeaving) => {
    try {
      const headers = { Accept: "application/json" };
      const body = new FormData(form);
      const answer = await fetch(form.action, { method: "POST", body, headers, keepalive: isLeaving, redirect: "error" });
      said.textContent = (await answer.json()).said;
    } catch {
      said.textContent = said.dataset.failed;
      later();
    }
  };
  const save = (isLeaving) => {
    clearTimeout(waiting);
    waiting = null;
    saving = send(isLeaving).finally(() => { saving = null; });
  };
  const later = () => { waiting ??= setTimeout(save, AFTER, false); };

  form.addEventListener("input", later);
  form.addEventListener("submit", async (event) => {
    clearTimeout(waiting);
    waiting = null;
    if (!saving) return;
    // what is still under way must not arrive after what is sent now
    event.preventDefault();
    await saving;
    form.requestSubmit(event.submitter);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && waiting && !saving) save(true);
  });
}
