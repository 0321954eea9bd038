// Ask before a page is left whose form holds something typed and not saved: <form data-unsaved>.
// A form that the server sent back unsaved says so itself: data-unsaved="now".
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-unsaved]");
  if (!form) return;
  let isUnsaved = form.dataset.unsaved === "now";
  form.addEventListener("input", () => { isUnsaved = true; });
  form.addEventListener("submit", () => { isUnsaved = false; });
  window.addEventListener("beforeunload", (event) => {
    if (isUnsaved) event.preventDefault();
  });
});
