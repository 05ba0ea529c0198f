/* One key, one press: a key presses the button or follows the link that carries it (data-key="a"). */
(() => {
  if (!document.querySelector("[data-key]")) return;
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("input, select, textarea")) return;
    const target = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key);
    if (!target) return;
    event.preventDefault();
    target.click();
  });
})();
