// Runs before the page is drawn, so that a page in the dark does not flash.
"use strict";

{
  const kept = (() => {
    try {
      return localStorage.getItem("playground-theme");
    } catch {
      return null;
    }
  })();
  document.documentElement.dataset.theme = ["light", "dark"].includes(kept) ? kept : "auto";
}
