/* The citation input: while somebody types, articles are offered in a list; the one chosen is shown with its words.
   Works in plain forms (found when it gets the focus) and in Wagtail's blocks (telepath). Without it the line alone does. */
(() => {
  const WAIT = 250;
  let lists = 0;

  const part = (root, name) => root.querySelector(`[data-citation-${name}]`);

  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };

  /* What the input holds, in and out. */
  const read = (root) => ({
    words: part(root, "words").value,
    was: part(root, "was").value,
    notice: part(root, "notice").textContent,
    accepts: part(root, "accepts").checked ? "on" : "",
    about: part(root, "about").textContent,
    text: part(root, "text").textContent,
  });

  const write = (root, state) => {
    const { words = "", was = "", notice = "", accepts = "", about = "", text = "" } = state || {};
    part(root, "words").value = words;
    part(root, "was").value = was;
    part(root, "notice").textContent = notice;
    part(root, "changed").hidden = !notice;
    part(root, "accepts").checked = Boolean(accepts);
    part(root, "about").textContent = about;
    part(root, "text").textContent = text;
    part(root, "shown").hidden = !text;
  };

  class Picker {
    constructor(root) {
      lists += 1;
      this.root = root;
      this.input = part(root, "words");
      this.found = [];
      this.active = -1;
      this.list = element("ul", "citation-input-list");
      this.list.id = `citation-list-${lists}`;
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", root.dataset.listLabel);
      this.list.hidden = true;
      this.said = element("p", "citation-input-said");
      this.said.setAttribute("role", "status");
      this.input.after(this.list, this.said);
      const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
      for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);
      this.input.addEventListener("input", () => this.typed());
      this.input.addEventListener("keydown", (event) => this.key(event));
      this.input.addEventListener("blur", () => this.close());
      this.list.addEventListener("mousedown", (event) => {
        event.preventDefault();
        const option = event.target.closest("[role=option]");
        if (option) this.choose(Number(option.dataset.place));
      });
    }

    typed() {
      clearTimeout(this.timer);
      /* What is shown below belongs to other words now. */
      const kept = this.kept || read(this.root);
      this.kept = kept;
      const isKept = this.input.value.trim() === kept.words;
      part(this.root, "shown").hidden = !(isKept && kept.text);
      part(this.root, "changed").hidden = !(isKept && kept.notice);
      if (!this.input.value.trim()) {
        this.close();
        this.said.textContent = "";
        return;
      }
      this.timer = setTimeout(() => this.ask(), WAIT);
    }

    async ask() {
      if (this.asking) this.asking.abort();
      this.asking = new AbortController();
      const words = this.input.value.trim();
      try {
        const response = await fetch(`${this.root.dataset.url}?q=${encodeURIComponent(words)}`, {
          headers: { Accept: "application/json" },
          signal: this.asking.signal,
        });
        if (!response.ok || response.redirected) throw new Error(response.status);
        const answer = await response.json();
        if (words === this.input.value.trim() && document.activeElement === this.input) this.show(answer);
      } catch (error) {
        if (error.name === "AbortError") return;
        this.close();
        this.said.textContent = this.root.dataset.out;
      }
    }

    show({ found, exact, message }) {
      this.found = found;
      this.list.replaceChildren(
        ...found.map((one, place) => {
          const option = element("li", "citation-input-option");
          option.id = `${this.list.id}-${place}`;
          option.dataset.place = place;
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          const head = element("span", "citation-input-head");
          head.append(element("strong", "", one.title), element("span", "citation-input-about", one.about));
          option.append(head, element("span", "citation-input-words", one.text.slice(0, 120)));
          return option;
        }),
      );
      this.list.hidden = !found.length;
      this.input.setAttribute("aria-expanded", String(Boolean(found.length)));
      this.said.textContent = message || (found.length ? this.root.dataset.count.replace("#", found.length) : "");
      this.point(exact && found.length ? 0 : -1);
    }

    point(place) {
      const options = this.list.children;
      if (options[this.active]) options[this.active].setAttribute("aria-selected", "false");
      this.active = place;
      if (options[place]) {
        options[place].setAttribute("aria-selected", "true");
        options[place].scrollIntoView({ block: "nearest" });
        this.input.setAttribute("aria-activedescendant", options[place].id);
      } else {
        this.input.removeAttribute("aria-activedescendant");
      }
    }

    key(event) {
      /* Enter that ends the composing of Chinese words chooses nothing. */
      if (event.isComposing) return;
      if (this.list.hidden) {
        if (event.key === "ArrowDown" && this.input.value.trim()) {
          event.preventDefault();
          this.ask();
        }
        return;
      }
      const last = this.found.length - 1;
      if (event.key === "ArrowDown") this.point(this.active >= last ? 0 : this.active + 1);
      else if (event.key === "ArrowUp") this.point(this.active <= 0 ? last : this.active - 1);
      else if (event.key === "Escape") {
        event.stopPropagation();
        this.close();
      } else if (event.key === "Enter" && this.active >= 0) this.choose(this.active);
      else return;
      event.preventDefault();
    }

    choose(place) {
      const { title, was, about, text } = this.found[place];
      write(this.root, { words: title, was, about, text });
      this.kept = read(this.root);
      this.said.textContent = "";
      this.close();
      this.input.dispatchEvent(new Event("change", { bubbles: true }));
    }

    close() {
      clearTimeout(this.timer);
      if (this.asking) this.asking.abort();
      this.list.hidden = true;
      this.point(-1);
      this.input.setAttribute("aria-expanded", "false");
    }
  }

  const enhance = (root) => {
    if (root.citationPicker) return root.citationPicker;
    root.citationPicker = new Picker(root);
    root.citationPicker.kept = read(root);
    return root.citationPicker;
  };

  document.addEventListener("focusin", (event) => {
    const root = event.target.matches("[data-citation-words]") && event.target.closest("[data-citation-input]");
    if (root) enhance(root);
  });

  class BoundCitationInput {
    constructor(root) {
      this.root = root;
      this.input = part(root, "words");
      this.idForLabel = this.input.id;
    }
    getState() {
      return read(this.root);
    }
    setState(state) {
      write(this.root, state);
      if (this.root.citationPicker) this.root.citationPicker.kept = read(this.root);
    }
    getValue() {
      return this.input.value;
    }
    getTextLabel() {
      return this.input.value || null;
    }
    setInvalid(invalid) {
      if (invalid) this.input.setAttribute("aria-invalid", "true");
      else this.input.removeAttribute("aria-invalid");
    }
    setCapabilityOptions() {}
    focus() {
      this.input.focus();
    }
  }

  class CitationInput {
    constructor(html) {
      this.html = html;
    }
    render(placeholder, name, id, initialState, parentCapabilities, options = {}) {
      const holder = document.createElement("div");
      holder.innerHTML = this.html.replace(/__NAME__/g, name).replace(/__ID__/g, id).trim();
      const root = holder.firstElementChild;
      placeholder.replaceWith(root);
      const bound = new BoundCitationInput(root);
      /* Over a block of a stream stands a heading and no label. */
      bound.input.setAttribute("aria-label", root.dataset.label);
      for (const [attribute, value] of Object.entries(options.attributes || {})) bound.input.setAttribute(attribute, value);
      bound.setState(initialState);
      return bound;
    }
    getByName(name, container) {
      const input = container.querySelector(`[name="${name}"]`) || container;
      return new BoundCitationInput(input.closest("[data-citation-input]"));
    }
  }

  if (window.telepath) window.telepath.register("fawang.CitationInput", CitationInput);
})();
