/* Checks a downloaded record in the browser: nothing is sent anywhere. The same rules as
   portal/consultations/records/copies.py; one set of files is held against both. */
(() => {
  const form = document.querySelector("[data-verify-record]");
  if (!form) return;
  const said = JSON.parse(document.getElementById("verify-words").textContent);
  const out = document.querySelector("[data-verify-result]");
  const TITLE = "\ufeff法网：咨询记录副本";
  const PROOF = "== 核对用的数据 ==";
  const FORMS = "== 办理记录的规范形式 ==";
  const SEAL = "== 本网对整份文件的签名 ==";
  const PDF_SEAL = "\n%FAWANG ";
  const GENESIS = "0".repeat(64);
  const MOST = 2 ** 31;
  const utf8 = new TextEncoder();
  const bytesOf = (text) => utf8.encode(text);
  const textOf = (bytes) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const unhex = (text) => Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
  const sha = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const shaHex = async (bytes) => hex(await sha(bytes));
  const join = (...parts) => {
    const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  };

  const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
  const objectOf = (line) => {
    try {
      const found = JSON.parse(line);
      return isObject(found) ? found : null;
    } catch {
      return null;
    }
  };
  const find = (bytes, wanted, from = 0) => {
    for (let at = from; at <= bytes.length - wanted.length; at++) {
      let same = 0;
      while (same < wanted.length && bytes[at + same] === wanted[same]) same++;
      if (same === wanted.length) return at;
    }
    return -1;
  };
  const findLast = (bytes, wanted) => {
    for (let at = bytes.length - wanted.length; at >= 0; at--) {
      let same = 0;
      while (same < wanted.length && bytes[at + same] === wanted[same]) same++;
      if (same === wanted.length) return at;
    }
    return -1;
  };

  /* Base64 as the portal writes it: a changed last digit is no other spelling of the same. */
  const exact = (text) => {
    try {
      const raw = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
      return btoa(raw).replaceAll("+", "-").replaceAll("/", "_") === text
        ? Uint8Array.from(raw, (character) => character.charCodeAt(0))
        : null;
    } catch {
      return null;
    }
  };
  let signatures = true;
  const isSigned = async (key, message, signature) => {
    const raw = exact(signature);
    const rawKey = exact(key);
    if (!raw || !rawKey) return false;
    let imported;
    try {
      imported = await crypto.subtle.importKey("raw", rawKey, { name: "Ed25519" }, false, ["verify"]);
    } catch (error) {
      if (error.name !== "NotSupportedError") return false;
      signatures = false;
      return true;
    }
    return crypto.subtle.verify({ name: "Ed25519" }, imported, raw, message);
  };

  const rootByPath = async (leaf, place, count, path) => {
    if (!(place >= 0 && place < count)) return null;
    let found = leaf;
    let last = count - 1;
    let used = 0;
    while (last > 0) {
      if (place !== last || place % 2) {
        if (used >= path.length) return null;
        const beside = unhex(path[used++]);
        found = await sha(place % 2 ? join([1], beside, found) : join([1], found, beside));
      }
      place = Math.floor(place / 2);
      last = Math.floor(last / 2);
    }
    return used === path.length ? hex(found) : null;
  };

  const areDigests = (rows) =>
    Array.isArray(rows) && rows.every((row) => typeof row === "string" && /^[0-9a-f]{64}$/.test(row));
  const areTexts = (of, names) => names.every((name) => typeof of[name] === "string");
  const isAnchor = (anchor) =>
    isObject(anchor) &&
    areTexts(anchor, ["public_key", "signature", "statement"]) &&
    ["place", "sequence"].every((name) => Number.isInteger(anchor[name]) && anchor[name] >= 0 && anchor[name] < MOST) &&
    areDigests(anchor.path);
  const isProof = (proof) =>
    areTexts(proof, ["case", "digest", "public_key", "signature"]) &&
    proof.format === 1 &&
    areDigests(proof.digests) &&
    "anchor" in proof &&
    (proof.anchor === null || isAnchor(proof.anchor));

  const signatureFaults = async (of, message, code) => {
    const codes = [];
    if (!said.keys.includes(of.public_key)) codes.push("key");
    if (!(await isSigned(of.public_key, message, of.signature))) codes.push(code);
    return codes;
  };
  const sealFaults = async (body, line) => {
    const text = textOf(line);
    const seal = objectOf(text.replace(/\n+$/, ""));
    if (!seal || !areTexts(seal, ["digest", "public_key", "signature"])) return ["seal"];
    const { digest, public_key, signature } = seal;
    const codes = [];
    if (`${JSON.stringify({ digest, public_key, signature })}\n` !== text) codes.push("seal");
    if ((await shaHex(body)) !== digest) codes.push("seal");
    const message = bytesOf(JSON.stringify({ digest, kind: "copy" }));
    return [...codes, ...(await signatureFaults(seal, message, "seal_signature"))];
  };
  const eventFaults = async (forms, proof, found) => {
    const codes = forms.length === proof.digests.length ? [] : ["missing"];
    let before = GENESIS;
    for (let at = 0; at < Math.min(forms.length, proof.digests.length); at++) {
      const members = objectOf(forms[at]) || {};
      const isWhole =
        (await shaHex(bytesOf(forms[at]))) === proof.digests[at] &&
        members.case === proof.case &&
        members.sequence === at + 1;
      if (!isWhole) codes.push(`event:${at + 1}`);
      else if (members.previous !== before) codes.push(`previous:${at + 1}`);
      found.events.push({ place: at + 1, members, isWhole });
      before = proof.digests[at];
    }
    return codes;
  };
  const endFaults = async (proof) => {
    const codes = proof.digests.length && proof.digest === proof.digests.at(-1) ? [] : ["end"];
    const message = JSON.stringify({ case: proof.case, digest: proof.digest, sequence: proof.digests.length });
    return [...codes, ...(await signatureFaults(proof, bytesOf(message), "end_signature"))];
  };
  const anchorFaults = async (anchor, digests) => {
    const statement = objectOf(anchor.statement) || {};
    const { sequence } = anchor;
    const digest = sequence > 0 && sequence <= digests.length ? digests[sequence - 1] : "";
    const leaf = await sha(join([0], bytesOf(JSON.stringify({ digest, sequence }))));
    const count = Number.isInteger(statement.count) ? statement.count : 0;
    const root = await rootByPath(leaf, anchor.place, count, anchor.path);
    const codes = root !== null && root === statement.root ? [] : ["anchor"];
    return [...codes, ...(await signatureFaults(anchor, bytesOf(anchor.statement), "anchor_signature"))];
  };

  const textFaults = async (content, found) => {
    const lines = textOf(content).split("\n");
    const [proofAt, formsAt, sealAt] = [PROOF, FORMS, SEAL].map((heading) => lines.lastIndexOf(heading));
    const mark = bytesOf(`\n${SEAL}\n`);
    const at = findLast(content, mark);
    const codes =
      at < 0
        ? await sealFaults(content, content)
        : await sealFaults(content.subarray(0, at + 1), content.subarray(at + mark.length));
    if (proofAt < 0 || formsAt <= proofAt || sealAt <= formsAt) return [...codes, "unreadable"];
    const proof = objectOf(lines[proofAt + 1]);
    if (!proof || !isProof(proof)) return [...codes, "proof"];
    found.number = proof.case;
    found.anchor = proof.anchor;
    const forms = lines.slice(formsAt + 1, sealAt).filter((form) => form);
    codes.push(...(await eventFaults(forms, proof, found)), ...(await endFaults(proof)));
    if (proof.anchor) codes.push(...(await anchorFaults(proof.anchor, proof.digests)));
    return codes;
  };
  const unbroken = async (content) => {
    if (find(content, bytesOf("\r\n")) < 0) return content;
    const mended = content.filter((byte, at) => !(byte === 13 && content[at + 1] === 10));
    const mark = bytesOf(`\n${SEAL}\n`);
    const at = findLast(mended, mark);
    if (at < 0) return content;
    const line = textOf(mended.subarray(at + mark.length));
    return line.includes(await shaHex(mended.subarray(0, at + 1))) ? mended : content;
  };

  const check = async (content) => {
    const found = { codes: [], events: [], number: "", anchor: null };
    const codes = [];
    const end = () => {
      found.codes = [...new Set(codes)].sort((one, other) => (one < other ? -1 : one > other ? 1 : 0));
      return found;
    };
    if (textOf(content.subarray(0, 5)) === "%PDF-") {
      const mark = bytesOf(PDF_SEAL);
      const at = findLast(content, mark);
      codes.push(
        ...(at < 0
          ? await sealFaults(bytesOf("\n"), content)
          : await sealFaults(content.subarray(0, at + 1), content.subarray(at + mark.length)))
      );
      const begin = find(content, bytesOf(TITLE));
      const heading = begin < 0 ? -1 : find(content, bytesOf(`\n${SEAL}\n`), begin);
      const last = heading < 0 ? -1 : find(content, [10], heading + bytesOf(SEAL).length + 2);
      if (last < 0) {
        codes.push("unreadable");
        return end();
      }
      content = content.subarray(begin, last + 1);
    }
    codes.push(...(await textFaults(await unbroken(content), found)));
    return end();
  };

  /* Shown with textContent alone: what stands in a file is never markup. */
  const add = (parent, name, words, className) => {
    const made = document.createElement(name);
    if (words) made.textContent = words;
    if (className) made.className = className;
    parent.append(made);
    return made;
  };
  const wordsOf = (code) => {
    const [name, place] = code.split(":");
    return (said.faults[name] || said.faults.unreadable).replace("{place}", place || "");
  };
  const show = (found) => {
    out.replaceChildren();
    const isIntact = found.codes.length === 0;
    const notice = add(out, "div", "", `notice${isIntact ? "" : " notice-error"}`);
    notice.tabIndex = -1;
    out.dataset.codes = found.codes.join(" ");
    add(notice, "p", isIntact ? (signatures ? said.intact : said.intact_unsigned) : said.changed, "notice-title");
    for (const code of found.codes) add(notice, "p", wordsOf(code));
    if (!signatures) add(notice, "p", said.no_signatures);
    const statement = found.anchor && objectOf(found.anchor.statement);
    if (isIntact) {
      add(notice, "p", statement ? said.anchored.replace("{day}", String(statement.day)) : said.not_anchored);
      if (statement) add(notice, "p", `${said.root} ${statement.root}`, "verify-digest");
    }
    if (found.events.length) {
      add(out, "h2", said.events);
      const list = add(out, "ol", "", "verify-events");
      for (const { members, isWhole } of found.events) {
        const line = add(list, "li", "", isWhole ? "" : "verify-changed");
        add(line, "span", said.acts[members.act] || said.unnamed);
        const at = Number.isNaN(Date.parse(members.at)) ? "" : new Date(members.at).toLocaleString("zh-CN");
        add(line, "span", [at, said.actors[members.actor]].filter(Boolean).join(" · "), "meta");
        add(line, isWhole ? "span" : "strong", isWhole ? said.whole : said.altered);
      }
    }
    notice.focus();
  };
  const tell = (words) => {
    out.replaceChildren();
    delete out.dataset.codes;
    add(add(out, "div", "", "notice notice-warning"), "p", words);
  };

  const local = form.querySelector("[data-verify-local]");
  const input = form.querySelector("input[type=file]");
  form.querySelectorAll("[data-verify-with-script]").forEach((part) => (part.hidden = false));
  const canHash = Boolean(globalThis.crypto && crypto.subtle);
  if (!canHash) {
    tell(said.no_crypto);
    local.hidden = true;
  }
  const run = async () => {
    const file = input.files[0];
    if (!file) return tell(said.choose);
    if (file.size > said.most) return tell(said.too_large);
    tell(said.checking);
    signatures = true;
    show(await check(new Uint8Array(await file.arrayBuffer())));
  };
  local.addEventListener("click", () => canHash && run());
  input.addEventListener("change", () => canHash && input.files[0] && run());
})();
