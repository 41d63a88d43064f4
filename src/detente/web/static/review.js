"use strict";
/* Single keys for the review. Each stands on its button; a box switches them off; never while a field is typed in. */
(() => {
  const KEPT = "detente-review-keys";
  const NAME = "detente-review-name";
  const box = document.querySelector("[data-keys]");
  const who = document.querySelector("[data-who]");
  const kept = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const keep = (key, value) => { try { localStorage.setItem(key, value); } catch { /* it is only not remembered */ } };

  function shownKeys() {
    document.body.classList.toggle("no-keys", !box.checked);
  }

  box.checked = kept(KEPT) !== "off";
  shownKeys();
  box.addEventListener("change", () => { keep(KEPT, box.checked ? "on" : "off"); shownKeys(); });
  if (who) {
    if (!who.value) who.value = kept(NAME) || "";
    who.form.addEventListener("submit", () => keep(NAME, who.value));
  }

  document.addEventListener("keydown", (event) => {
    if (!box.checked || event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
    if (event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]")) return;
    const key = event.key;
    if (key === "/") {
      event.preventDefault();
      const filters = document.getElementById("filters");
      filters.open = true;
      filters.querySelector("[data-first]").focus();
      return;
    }
    if (key === "?") {
      const help = document.getElementById("help");
      help.open = !help.open;
      if (help.open) help.querySelector("summary").focus();
      return;
    }
    const found = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key);
    if (!found) return;
    event.preventDefault();
    found.click();
  });
})();
