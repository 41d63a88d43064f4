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

  /* deal space: the number beside a control and its band follow the hand */
  document.addEventListener("input", (event) => {
    const mover = event.target.closest("[data-moves] .mover");
    if (!mover) return;
    const control = mover.querySelector("input[type=range]");
    const value = Number(control.value);
    const language = `${document.documentElement.lang}-u-nu-latn`;
    mover.querySelector("output").textContent = new Intl.NumberFormat(language, { maximumSignificantDigits: 4 }).format(value);
    const ends = mover.querySelectorAll("input[type=number]");
    if (ends.length < 2) return;
    const [least, most] = [Number(control.min), Number(control.max)];
    const low = Math.min(Number(ends[0].value), value);
    const high = Math.max(Number(ends[1].value), value);
    const band = mover.querySelector(".held");
    band.setAttribute("x", (100 * (low - least)) / (most - least));
    band.setAttribute("width", (100 * (high - low)) / (most - least));
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
