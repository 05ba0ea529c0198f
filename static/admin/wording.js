// The findings beside a page's form follow the draft: read again each time Wagtail has saved it.
document.addEventListener("w-autosave:success", async () => {
  const panel = document.querySelector("[data-wording-panel]");
  if (!panel || !panel.dataset.findingsUrl) return;
  const answer = await fetch(panel.dataset.findingsUrl, { headers: { "X-Requested-With": "XMLHttpRequest" } });
  if (!answer.ok) return;
  const fresh = document.createElement("div");
  fresh.innerHTML = await answer.text();
  // What was ticked stays ticked while it covers the same findings; what was found since is asked about again.
  for (const box of panel.querySelectorAll("input:checked")) {
    const again = fresh.querySelector(`input[name="${box.name}"]`);
    if (again && again.value === box.value) again.checked = true;
  }
  const reason = fresh.querySelector("textarea");
  const typed = panel.querySelector("textarea");
  if (reason && typed) reason.value = typed.value;
  const fold = panel.querySelector("details");
  if (fold && fold.open) fresh.querySelector("details").open = true;
  if (!panel.contains(document.activeElement)) panel.replaceChildren(...fresh.childNodes);
});
