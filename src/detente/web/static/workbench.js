"use strict";
/* What makes pages quicker; every one of them works without. Texts come from the page, none stand here. */
(() => {
  const drawer = () => document.getElementById("drawer");
  let opener = null;

  function closeDrawer() {
    drawer().replaceChildren();
    if (opener && opener.isConnected) opener.focus();
    opener = null;
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[hx-target='#drawer']");
    if (link) opener = link;
    if (event.target.closest("[data-close-drawer]")) closeDrawer();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && drawer() && drawer().firstElementChild) closeDrawer();
  });

  document.addEventListener("htmx:after:swap", () => {
    const open = drawer();
    if (!open || !open.firstElementChild || open.querySelector("[data-close-drawer]")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.closeDrawer = "";
    button.textContent = open.dataset.close;
    open.prepend(button);
    open.focus();
  });

  document.addEventListener("htmx:response:error", (event) => {
    const text = event.detail && event.detail.ctx && event.detail.ctx.text;
    const told = text && new DOMParser().parseFromString(text, "text/html").querySelector(".note");
    const box = document.getElementById("alert");
    if (box) box.textContent = told ? told.textContent : text || "";
  });

  for (const job of document.querySelectorAll("[data-job]")) {
    if (job.dataset.over) continue;
    const stream = new EventSource(`/jobs/${job.dataset.job}/events`);
    stream.addEventListener("step", (event) => {
      const found = JSON.parse(event.data);
      const bar = job.querySelector("progress");
      job.querySelector("[data-told]").textContent = found.told;
      if (found.of) { bar.max = found.of; bar.value = found.number; }
      if (found.over) { stream.close(); location.assign(found.state === "done" ? found.back : location.href); }
    });
  }

  for (const choice of document.querySelectorAll("form.language select")) {
    choice.form.querySelector("button").hidden = true;
    choice.addEventListener("change", () => choice.form.submit());
  }
})();
