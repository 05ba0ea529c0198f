/* The answer editor: keeps the draft every half minute, previews with Ctrl+Enter, searches the law and adds rows without
   leaving the page. Without it each button sends the form and everything comes back. */
(() => {
  const form = document.querySelector("[data-answer-editor]");
  if (!form) return;
  const EVERY = 30000;
  const status = form.querySelector("[data-editor-status]");
  const revision = form.querySelector("[data-editor-revision]");
  const press = (button) => button && button.click();
  const typed = () => {
    const data = new FormData(form);
    for (const name of ["revision", "csrfmiddlewaretoken", "law", "use"]) data.delete(name);
    return new URLSearchParams(data).toString();
  };
  let kept = typed();
  let leaves = false;
  let stopped = false;

  const keep = async () => {
    const now = typed();
    if (!revision || stopped || leaves || now === kept) return;
    const data = new FormData(form);
    data.set("do", "save");
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
      if (answer.ok && !answer.redirected) {
        const { revision: number, saved_at: at } = await answer.json();
        revision.value = number;
        kept = now;
        status.textContent = `${form.dataset.saved} ${at}`;
      } else if (answer.status === 409) {
        stopped = true;
        status.textContent = (await answer.json()).message;
      } else if (answer.status === 404 || answer.status === 403) {
        stopped = true;
        status.textContent = form.dataset.gone;
      } else throw new Error(answer.status);
    } catch {
      status.textContent = form.dataset.out;
    }
  };
  setInterval(keep, EVERY);

  form.addEventListener("submit", () => {
    leaves = true;
  });
  window.addEventListener("pageshow", () => {
    leaves = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaves && typed() !== kept) event.preventDefault();
  });

  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      press(form.querySelector("[data-editor-preview]"));
    } else if (event.target.name === "law") {
      event.preventDefault();
      press(form.querySelector("[data-editor-law]"));
    }
  });

  /* The law panel. */
  const results = form.querySelector("[data-editor-results]");
  form.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-editor-law]");
    if (!button) return;
    event.preventDefault();
    results.setAttribute("aria-busy", "true");
    try {
      const words = form.elements.law.value;
      const answer = await fetch(`${button.dataset.editorLaw}?q=${encodeURIComponent(words)}`);
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      results.innerHTML = await answer.text();
    } catch {
      results.textContent = form.dataset.out || "";
    }
    results.removeAttribute("aria-busy");
  });

  /* One more row, without sending. */
  const add = form.querySelector("[data-editor-add]");
  const blank = form.querySelector("[data-editor-blank]");
  const count = form.querySelector("[data-editor-count]");
  if (add && blank) {
    add.addEventListener("click", (event) => {
      event.preventDefault();
      const holder = document.createElement("template");
      holder.innerHTML = blank.innerHTML.replace(/__prefix__/g, count.value);
      count.value = Number(count.value) + 1;
      const row = holder.content.firstElementChild;
      blank.before(row);
      row.querySelector("[data-citation-words]").focus();
    });
  }
})();
