/* Keys of the inbox and of a story. Everything they do can be done without them. */
(() => {
  const inbox = document.querySelector("[data-collecting-inbox]");
  const story = document.querySelector("[data-collecting-story]");
  if (!inbox && !story) return;
  const isTyping = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  const rows = inbox ? [...inbox.querySelectorAll("[data-collecting-row]")] : [];

  const step = (by) => {
    const here = rows.indexOf(document.activeElement);
    const next = rows[Math.max(0, Math.min(rows.length - 1, here < 0 ? 0 : here + by))];
    if (next) next.focus();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (inbox) {
      if (event.key === "j") step(1);
      else if (event.key === "k") step(-1);
      else if (event.key === "x" && rows.includes(document.activeElement)) {
        const box = document.activeElement.closest("tr").querySelector("input[type=checkbox]");
        if (box) box.checked = !box.checked;
      } else return;
      event.preventDefault();
      return;
    }
    if (event.key === "j" || event.key === "k") {
      const link = story.querySelector(`a[rel=${event.key === "j" ? "next" : "prev"}]`);
      if (link) link.click();
      return;
    }
    const wanted = story.querySelector(`[data-collecting-key="${CSS.escape(event.key)}"]`);
    if (!wanted) return;
    event.preventDefault();
    if (wanted.tagName === "BUTTON") wanted.click();
    else wanted.focus();
  });
})();
