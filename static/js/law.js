/* The text of a law: each article gets two buttons (copy link, copy citation); an anchor of a split law that is only in
   the list of articles leads on at once; the print sheet prints. */
(() => {
  const body = document.querySelector(".law-body");
  const print = document.querySelector("[data-print]");
  if (print) print.addEventListener("click", () => window.print());

  const { law, address, suffix, linkLabel, citationLabel, copied } = body ? body.dataset : {};

  const button = (label, kind, value, place) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "copy-button";
    made.dataset[kind] = value;
    made.dataset.copied = copied;
    made.textContent = label;
    made.setAttribute("aria-label", `${label}：${place}`);
    return made;
  };

  for (const number of document.querySelectorAll(".law-body .law-article:not(.law-article--point) > .law-article__number")) {
    const link = number.querySelector("a");
    const { id } = number.parentElement;
    const annex = /^annex-\d+/.exec(id);
    const inAnnex = annex && document.querySelector(`#${annex[0]} .law-heading__label`);
    const place = (inAnnex ? inAnnex.textContent.trim() : "") + link.textContent.trim();
    const tools = document.createElement("span");
    tools.className = "law-tools no-print";
    tools.append(
      button(linkLabel, "copyLink", `${address}#${id}`, place),
      button(citationLabel, "copy", `${law}${place}${suffix}`, place),
    );
    number.append(tools);
  }

  const leadOn = () => {
    const index = document.querySelector(".law-index");
    let id = decodeURIComponent(location.hash.slice(1));
    if (!index || !id) return;
    const wanted = id;
    while (id) {
      const link = document.getElementById(id);
      if (link && index.contains(link) && link.href) {
        location.replace(link.href.split("#")[0] + `#${wanted}`);
        return;
      }
      id = id.includes("-") ? id.slice(0, id.lastIndexOf("-")) : "";
    }
  };
  addEventListener("hashchange", leadOn);
  leadOn();
})();
