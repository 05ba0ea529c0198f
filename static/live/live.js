/* A conversation that brings what is new by itself. Without this file the page's link does the same by hand.

   It asks at the pace the page says, slower when nothing is new, and not at all while the page is hidden or the conversation is
   over. It never moves the focus, and takes away nothing that was typed. */
(() => {
  const root = document.querySelector("[data-live]");
  if (!root || !window.fetch) return;
  const part = (name) => root.querySelector(`[data-live-${name}]`);
  const message = part("message");
  const list = part("lines") || part("list");
  const form = part("form");
  const SLOWEST = 15, SLOWEST_LOST = 60;
  const every = Number(root.dataset.liveEvery) || 5;
  let since = Number(root.dataset.liveSince) || 0;
  let live = root.hasAttribute("data-live-on");
  let tag = "", wait = every, timer = 0, asking = false, pending = "";

  const say = (words) => {
    if (!message) return;
    if (message.textContent !== words) message.textContent = words;
    message.hidden = !words;
  };
  const replace = (node, html) => {
    if (node && html !== undefined && node.innerHTML.trim() !== html.trim()) node.innerHTML = html;
  };
  const plan = (seconds) => {
    clearTimeout(timer);
    if (live && !document.hidden) timer = setTimeout(ask, seconds * 1000);
  };

  const take = (news) => {
    if (root.hasAttribute("data-live-replace")) {
      /* A button that has the focus stays where it is until it is left. */
      if (list.contains(document.activeElement)) pending = news.html;
      else replace(list, news.html);
      return;
    }
    const box = document.createElement("ol");
    box.innerHTML = news.lines;
    for (const line of [...box.children]) {
      if (Number(line.dataset.number) > since) list.append(line);
    }
    since = Math.max(since, news.last);
    replace(part("status"), news.status);
    const danger = document.querySelector("[data-live-danger]");
    if (danger && news.danger) replace(danger, news.danger);
    if (form) form.hidden = !news.may_say && !form.elements.text.value;
    else if (news.may_say) location.reload();
    live = news.live;
    root.toggleAttribute("data-live-on", live);
  };

  async function ask() {
    if (asking) return;
    asking = true;
    try {
      const address = new URL(root.dataset.live, location.href);
      address.searchParams.set("since", since);
      const headers = { Accept: "application/json" };
      if (tag) headers["If-None-Match"] = tag;
      const answer = await fetch(address, { headers, cache: "no-store", credentials: "same-origin" });
      if (answer.status === 304) {
        wait = Math.min(wait * 1.3, SLOWEST);
      } else if (answer.ok && answer.headers.get("Content-Type").includes("json")) {
        take(await answer.json());
        tag = answer.headers.get("ETag") || "";
        wait = every;
      } else throw new Error(answer.status);
      say("");
    } catch {
      wait = Math.min(Math.max(wait, every) * 2, SLOWEST_LOST);
      say(root.dataset.liveLost);
    } finally {
      asking = false;
      plan(wait);
    }
  }

  let sending = false;
  async function send(tries = 0) {
    const data = new FormData(form);
    const text = data.get("text");
    try {
      const answer = await fetch(form.action || location.href, {
        method: "POST",
        body: data,
        headers: { Accept: "application/json" },
        credentials: "same-origin",
      });
      const said = await answer.json();
      if (!answer.ok) {
        say(said.error);
        sending = false;
        return;
      }
      form.elements.key.value = said.key;
      if (form.elements.text.value === text) form.elements.text.value = "";
      say("");
      sending = false;
      wait = every;
      ask();
    } catch {
      /* The same key again: arrived or not, it is one line. */
      say(root.dataset.liveFailed);
      if (tries < 6) setTimeout(() => send(tries + 1), Math.min(2 ** tries, 20) * 1000);
      else {
        say(root.dataset.liveGaveUp);
        sending = false;
      }
    }
  }
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    if (sending || !form.elements.text.value.trim()) return;
    sending = true;
    send();
  });
  list?.addEventListener("focusout", () => {
    if (pending) replace(list, pending);
    pending = "";
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) clearTimeout(timer);
    else if (live) ask();
  });
  plan(every);
})();
