// A page of somebody's vote that a browser takes out of its memory, on “Back” or after a restart, is left at once.
"use strict";

window.addEventListener("pageshow", (event) => {
  const main = document.querySelector("[data-start]");
  const navigation = performance.getEntriesByType("navigation")[0];
  if (main && (event.persisted || (navigation && navigation.type === "back_forward"))) {
    location.replace(main.dataset.start);
  }
});

document.addEventListener("DOMContentLoaded", () => {
  // Pressed twice in haste, it is sent once: what answers it, a code or a receipt, is shown once.
  for (const form of document.querySelectorAll("form[data-once]")) {
    let isSent = false;
    form.addEventListener("submit", (event) => {
      if (isSent) event.preventDefault();
      isSent = true;
    });
  }
});
