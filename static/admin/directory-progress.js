// The progress of an import: asked every two seconds, the page loads anew once a step is over. Without this script it reloads itself.
(() => {
  const box = document.querySelector("[data-progress-url]");
  if (!box) return;
  const bar = box.querySelector("progress");
  const part = (name) => box.querySelector(`[data-progress-${name}]`);
  const ask = async () => {
    try {
      const answer = await fetch(box.dataset.progressUrl, { headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const told = await answer.json();
      if (!told.is_busy) {
        window.location.reload();
        return;
      }
      part("label").textContent = told.label;
      document.querySelector("[data-progress-tag]").textContent = told.label;
      part("done").textContent = told.done.toLocaleString("zh-CN");
      part("total").textContent = told.total ? ` / ${told.total.toLocaleString("zh-CN")}` : "";
      bar.value = told.percent;
    } catch {
      // The server is busy or the connection gone: ask again.
    }
    window.setTimeout(ask, 2000);
  };
  window.setTimeout(ask, 1000);
})();
