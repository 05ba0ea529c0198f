/* <button class="copy-button" type="button" data-copy="text" data-copied="已复制">: copies its text with one press.
   data-copy-link="#art-39" copies the page's address with that anchor instead. */
(() => {
  const write = async (text) => {
    if (navigator.clipboard && window.isSecureContext) {
      await navigator.clipboard.writeText(text);
      return;
    }
    const area = document.createElement("textarea");
    area.value = text;
    area.setAttribute("readonly", "");
    area.className = "visually-hidden";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (!done) throw new Error("copy refused");
  };

  let speaker;
  const say = (text) => {
    if (!speaker) {
      speaker = document.createElement("div");
      speaker.className = "visually-hidden";
      speaker.setAttribute("role", "status");
      document.body.append(speaker);
    }
    speaker.textContent = text;
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest(".copy-button");
    if (!button) return;
    const anchor = button.dataset.copyLink;
    const text = anchor ? new URL(anchor, document.baseURI).href : button.dataset.copy;
    try {
      await write(text);
      button.dataset.state = "done";
      say(button.dataset.copied || "");
      setTimeout(() => delete button.dataset.state, 2000);
    } catch {
      window.prompt("", text);
    }
    button.focus();
  });
})();
