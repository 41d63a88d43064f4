"use strict";
function unfold() {
  let at = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let up = at; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
  if (at) at.scrollIntoView();
}
let folded = [];
addEventListener("hashchange", unfold);
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll(":is(#assumptions, #sources, #method) details:not([open])")];
  folded.forEach((d) => { d.open = true; });
});
addEventListener("afterprint", () => folded.forEach((d) => { d.open = false; }));
unfold();
