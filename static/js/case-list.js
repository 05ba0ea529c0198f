/* Lists of cases by keys: j and k go down and up, Enter opens, as a link does by itself. */
(() => {
  const list = document.querySelector("[data-case-list]");
  const places = list ? [...list.querySelectorAll("tbody th a, tbody td button:not([disabled])")] : [];
  if (!places.length) return;
  const hint = document.querySelector("[data-case-keys]");
  if (hint) hint.hidden = false;

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    const step = { j: 1, k: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const here = places.indexOf(document.activeElement);
    const next = here === -1 ? (step === 1 ? 0 : places.length - 1) : here + step;
    places[Math.max(0, Math.min(places.length - 1, next))].focus();
  });
})();
