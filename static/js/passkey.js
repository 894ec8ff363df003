// Shows what needs a passkey where the browser knows them, and says so on the page when one failed.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  if (window.PublicKeyCredential) {
    document.querySelectorAll("[data-passkey]").forEach((part) => part.removeAttribute("hidden"));
    document.querySelectorAll("[data-without-passkey]").forEach((part) => part.setAttribute("hidden", ""));
  }
});

document.addEventListener("allauth.error", (event) => {
  event.preventDefault(); // not into the console: it is said here
  document.querySelectorAll("[data-passkey-failure]").forEach((said) => said.removeAttribute("hidden"));
});
