// Looks again, every two seconds, at a part of the page in which something is being made.
const look = async () => {
  const shown = document.querySelector("[data-under-way]");
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!shown || !answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.getElementById(shown.id);
  if (!now) return;
  if (now.innerHTML !== shown.innerHTML) shown.replaceChildren(...now.childNodes);
  if ("underWay" in now.dataset) setTimeout(look, 2000);
  else delete shown.dataset.underWay;
};
setTimeout(look, 1000);
