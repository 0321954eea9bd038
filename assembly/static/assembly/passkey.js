// Say on the page when the browser used no passkey: the person cancelled, waited too long, or has none here.
"use strict";

document.addEventListener("allauth.error", (event) => {
  const notice = document.getElementById("passkey-failed");
  if (!notice) return;
  event.preventDefault();
  notice.hidden = false;
});
