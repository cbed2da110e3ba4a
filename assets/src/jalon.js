// Jalon's page script. Every page works without it; every text it shows comes from data- attributes.
// Contract: assets/README.md.
"use strict";

(() => {
  const store = {
    read(area, key) {
      try { return area().getItem(key); } catch { return null; }
    },
    write(area, key, value) {
      try { value === null ? area().removeItem(key) : area().setItem(key, value); } catch { /* storage is off */ }
    },
  };
  const session = () => window.sessionStorage;
  const local = () => window.localStorage;
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const inField = (node) => node.closest("input:not([type=checkbox],[type=radio],[type=button],[type=submit]),textarea,select,[contenteditable],dialog");

  // Sends a form as the browser would.
  function bodyOf(form, submitter) {
    const data = new FormData(form);
    if (submitter?.name) data.append(submitter.name, submitter.value);
    return form.enctype === "multipart/form-data" ? data : new URLSearchParams(data);
  }

  // The names and values a person can change; hidden fields, secrets and files stay out.
  function contentOf(form) {
    const kept = [...form.elements].filter(
      (field) => field.name && !field.disabled && !["hidden", "password", "file", "submit", "button"].includes(field.type),
    );
    return kept.map((field) => [
      field.name,
      field.type === "checkbox" || field.type === "radio" ? field.value : "",
      field.type === "checkbox" || field.type === "radio" ? field.checked : field.value,
    ]);
  }

  function putBack(form, content) {
    const fields = [...form.elements];
    for (const [name, value, kept] of content) {
      // Several fields may have one name: each is taken once.
      const at = fields.findIndex((one) => one.name === name && (value === "" || one.value === value));
      if (at < 0) continue;
      const [field] = fields.splice(at, 1);
      if (typeof kept === "boolean") field.checked = kept;
      else field.value = kept;
    }
  }

  // 1. Autosave.
  class Autosave {
    constructor(form) {
      this.form = form;
      this.key = `jalon:${form.action}#${form.id}`;
      this.status = form.querySelector("[data-autosave-status]");
      this.problems = form.querySelector("[data-autosave-problems]");
      this.acknowledged = this.snapshot();
      this.failures = 0;
      form.addEventListener("input", () => this.changed(800));
      form.addEventListener("change", () => this.changed(0));
      form.addEventListener("focusout", () => this.dirty() && this.changed(0));
      form.addEventListener("submit", (event) => this.submitted(event));
      window.addEventListener("online", () => this.failures && this.save());
      document.addEventListener("visibilitychange", () => document.hidden && this.save());
      this.restore();
    }

    snapshot() {
      return JSON.stringify(contentOf(this.form));
    }

    dirty() {
      return this.form.isConnected && this.snapshot() !== this.acknowledged;
    }

    revision() {
      return this.form.elements.namedItem("revision");
    }

    say(state, text, link) {
      if (!this.status) return;
      this.status.dataset.state = state;
      this.status.textContent = text ?? "";
      if (link) this.status.append(" ", link);
    }

    keep() {
      const kept = { revision: this.revision()?.value, fields: JSON.parse(this.snapshot()) };
      store.write(session, this.key, JSON.stringify(kept));
    }

    // Text that never reached the server comes back with the revision it was written on,
    // so the server can tell whether someone else has written since.
    restore() {
      const kept = JSON.parse(store.read(session, this.key) ?? "null");
      if (!kept) return;
      if (JSON.stringify(kept.fields) === this.acknowledged) return store.write(session, this.key, null);
      putBack(this.form, kept.fields);
      if (this.revision() && kept.revision) this.revision().value = kept.revision;
      this.say("dirty", this.form.dataset.restored);
      this.changed(2000);
    }

    changed(delay) {
      if (this.conflict) return;
      if (!this.dirty()) return this.settle();
      this.keep();
      if (!this.failures) this.say("dirty", this.form.dataset.unsaved);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), delay);
    }

    // The text is the acknowledged one again: nothing is left to save or to correct.
    settle() {
      if (this.running || this.status?.dataset.state !== "failed") return;
      clearTimeout(this.timer);
      this.failures = 0;
      store.write(session, this.key, null);
      this.say("saved", "");
      this.list([]);
    }

    // Resolves to "saved", "offline", "refused" or "conflict".
    save() {
      clearTimeout(this.timer);
      if (this.running) return this.running.then(() => this.save());
      if (this.conflict) return Promise.resolve("conflict");
      if (!this.dirty()) return Promise.resolve("saved");
      this.running = this.send().finally(() => { this.running = null; });
      return this.running;
    }

    async send() {
      const sent = this.snapshot();
      const { dataset } = this.form;
      this.say("saving", dataset.saving);
      let response;
      try {
        response = await fetch(this.form.action, {
          method: "POST",
          body: bodyOf(this.form),
          headers: { "X-Requested-With": "autosave", Accept: "application/json" },
          redirect: "manual",
          keepalive: document.hidden,
        });
      } catch {
        return this.failed("offline", dataset.failed);
      }
      const answer = await response.json().catch(() => ({}));
      if (response.status === 409) {
        this.conflict = true;
        const link = Object.assign(document.createElement("a"), { href: answer.conflict_url, textContent: dataset.conflictLink });
        this.say("conflict", dataset.conflict, answer.conflict_url && link);
        return "conflict";
      }
      if (response.type === "opaqueredirect" || response.status === 401) {
        const link = Object.assign(document.createElement("a"), { href: answer.sign_in ?? location.href, target: "_blank", textContent: dataset.signIn });
        return this.failed("refused", dataset.signedOut ?? dataset.failed, link);
      }
      if (response.status === 422) {
        // The same text would be refused again: it waits for a change.
        this.say("failed", dataset.refused);
        this.list(answer.problems ?? []);
        return "refused";
      }
      if (!response.ok) return this.failed("refused", dataset.failed);
      this.failures = 0;
      this.acknowledged = sent;
      if (this.revision() && answer.revision !== undefined) this.revision().value = answer.revision;
      if (this.dirty()) {
        this.keep();
        this.changed(800);
      } else {
        store.write(session, this.key, null);
        this.say("saved", answer.saved_at_label);
      }
      this.list(answer.problems ?? []);
      return "saved";
    }

    failed(outcome, text, link) {
      const seconds = Math.min(60, 2 ** ++this.failures);
      this.say("failed", fill(text ?? "", { seconds }), link);
      this.timer = setTimeout(() => this.save(), seconds * 1000);
      return outcome;
    }

    list(problems) {
      this.problems?.replaceChildren(...problems.map((problem) => {
        const item = document.createElement("li");
        const link = Object.assign(document.createElement("a"), { href: problem.href ?? "", textContent: problem.message });
        item.append(problem.href ? link : problem.message ?? problem);
        return item;
      }));
    }

    // The text is acknowledged before the page is left. A server that refuses gets the ordinary
    // form, so that it can show its own page; a network that fails keeps the writer here.
    submitted(event) {
      if (event.defaultPrevented || this.conflict || (!this.running && !this.dirty())) return;
      event.preventDefault();
      const { submitter } = event;
      this.save().then((outcome) => {
        if (outcome === "offline" || outcome === "conflict") return;
        clearTimeout(this.timer);
        this.acknowledged = this.snapshot();
        this.form.requestSubmit(submitter);
      });
    }
  }

  // 2. Keys: single letters outside fields (can be switched off, WCAG 2.1.4), Ctrl+Enter inside.
  const keysOff = () => store.read(local, "jalon-keys") === "off";

  function onKey(event) {
    const { target } = event;
    if (event.defaultPrevented || event.isComposing || !(target instanceof Element)) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const button = target.closest("form")?.querySelector("[data-save-next]");
      if (button) {
        event.preventDefault();
        button.form.requestSubmit(button);
      }
      return;
    }
    const area = document.querySelector("[data-keyboard-nav]");
    if (!area || keysOff() || event.ctrlKey || event.altKey || event.metaKey || inField(target)) return;
    const { nextKey = "j", previousKey = "k", helpKey = "?" } = area.dataset;
    const go = { [nextKey]: "[data-next]", [previousKey]: "[data-previous]" }[event.key];
    if (go) document.querySelector(`a${go}`)?.click();
    if (event.key === helpKey) {
      const help = document.querySelector("details[data-keyboard-help]");
      if (help) {
        event.preventDefault();
        help.open = true;
        help.querySelector("summary").focus();
      }
    }
  }

  function keySwitch(box) {
    box.checked = !keysOff();
    box.addEventListener("change", () => store.write(local, "jalon-keys", box.checked ? null : "off"));
  }

  // 3. Text areas as tall as their text, where the style sheet alone cannot do it.
  function autogrow(area) {
    if (CSS.supports("field-sizing", "content")) return;
    const grow = () => {
      area.style.blockSize = "auto";
      area.style.blockSize = `${area.scrollHeight + 2}px`;
    };
    area.addEventListener("input", grow);
    grow();
  }

  // 4. A question before a form that cannot be undone.
  const confirmed = new WeakSet();

  function confirmFirst(event) {
    const form = event.target;
    const dialog = form.dataset.confirm && document.querySelector(form.dataset.confirm);
    if (!dialog?.showModal || confirmed.has(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    dialog.returnValue = "";
    dialog.addEventListener("close", () => {
      if (dialog.returnValue !== "confirm") return;
      confirmed.add(form);
      form.requestSubmit(submitter);
    }, { once: true });
    dialog.showModal();
  }

  // 5. Filters that apply themselves.
  function submitOnChange(form) {
    form.addEventListener("change", (event) => {
      clearTimeout(form.jalonTimer);
      form.jalonTimer = setTimeout(() => {
        form.jalonQuiet = event.target;
        // By now a change of text has moved on to the next field.
        const at = form.contains(document.activeElement) ? document.activeElement : event.target;
        if (!form.dataset.partial && at.id) store.write(session, "jalon-focus", at.id);
        form.requestSubmit();
      }, 300);
    });
  }

  // 6. Partial pages.
  let loading;

  async function loadPartial(url, options, selector, { push, quiet }) {
    const region = document.querySelector(selector);
    if (!region) throw new Error("no region");
    loading?.abort();
    const mine = (loading = new AbortController());
    region.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(url, { ...options, signal: mine.signal, headers: { "X-Requested-With": "partial", Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.querySelector(selector);
      if (!fresh || new URL(response.url).origin !== location.origin) throw new Error("not a part of this page");
      if (push) {
        if (!history.state?.partial) history.replaceState({ partial: selector }, "");
        history.pushState({ partial: selector }, "", response.url);
      }
      const focused = quiet?.id;
      region.replaceChildren(...fresh.childNodes);
      document.title = page.title;
      // What stands outside the region and repeats the address: the language switch, and the filters when one goes back.
      document.querySelectorAll("a[hreflang]").forEach((link) => { link.search = location.search; });
      if (!push) restoreFilters(page, selector);
      enhance(region);
      settle(region, quiet, focused);
    } finally {
      if (mine === loading) region.removeAttribute("aria-busy");
    }
  }

  function restoreFilters(page, selector) {
    const filters = `form[data-partial="${selector}"]`;
    const fresh = page.querySelectorAll(filters);
    document.querySelectorAll(filters).forEach((form, n) => fresh[n] && form.replaceChildren(...fresh[n].childNodes));
  }

  // After a link the focus goes to the new heading; after a filter it stays, and the count is announced.
  function settle(region, quiet, focused) {
    if (quiet) {
      const live = document.querySelector("[data-live]");
      if (live) live.textContent = region.querySelector("[data-announce]")?.textContent.trim() ?? "";
      if (focused && !quiet.isConnected) document.getElementById(focused)?.focus();
      return;
    }
    const heading = region.querySelector("h1,h2,h3") ?? region;
    heading.tabIndex = -1;
    heading.focus();
  }

  function partialLink(event) {
    const link = event.target instanceof Element && event.target.closest("a[data-partial]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (link.origin !== location.origin || link.target) return;
    event.preventDefault();
    leave(link.href, {}, link.dataset.partial, { push: true }, () => location.assign(link.href));
  }

  function partialForm(event) {
    const form = event.target;
    const selector = form.dataset.partial;
    if (!selector || event.defaultPrevented) return;
    event.preventDefault();
    const body = bodyOf(form, event.submitter);
    const quiet = form.jalonQuiet;
    form.jalonQuiet = null;
    const url = new URL(form.action);
    if (form.method === "get") url.search = body;
    const options = form.method === "get" ? {} : { method: "POST", body };
    leave(url, options, selector, { push: true, quiet }, () => (form.method === "get" ? location.assign(url) : form.submit()));
  }

  // Unsaved text goes out first; whatever fails falls back to the ordinary page.
  async function leave(url, options, selector, how, fallback) {
    for (const autosave of autosaves) {
      if (autosave.dirty() && (await autosave.save()) !== "saved") return;
    }
    loadPartial(url, options, selector, how).catch((error) => error.name === "AbortError" || fallback());
  }

  // Menus close on Escape and on a click elsewhere.
  function closeMenus(event) {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (event.key === "Escape") {
        if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
        menu.open = false;
      } else if (event.type === "click" && !menu.contains(event.target)) menu.open = false;
    }
  }

  // What was sent after the session had ended comes back once the person has signed in again, in the same tab.
  function keepSent(event) {
    const form = event.target;
    if (form.method !== "post" || form.querySelector("[type=password]")) return;
    const place = [...document.forms].filter((one) => one.action === form.action).indexOf(form);
    store.write(session, "jalon-sent", JSON.stringify({ page: location.pathname, action: form.action, place, content: contentOf(form) }));
  }

  function restoreSent() {
    const sent = JSON.parse(store.read(session, "jalon-sent") ?? "null");
    if (!sent || document.querySelector("form [type=password]")) {
      if (sent && document.querySelector("[data-session-ended]")) store.write(session, "jalon-sent", JSON.stringify({ ...sent, ended: true }));
      return;
    }
    store.write(session, "jalon-sent", null);
    const form = [...document.forms].filter((one) => one.action === sent.action)[sent.place];
    if (!sent.ended || sent.page !== location.pathname || !form) return;
    putBack(form, sent.content);
    for (let around = form.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
    form.dispatchEvent(new Event("input", { bubbles: true }));
    const said = Object.assign(document.createElement("p"), { className: "govuk-inset-text", textContent: document.body.dataset.restored ?? "" });
    said.setAttribute("role", "status");
    form.prepend(said);
    form.scrollIntoView({ block: "center" });
  }

  const autosaves = new Set();

  function enhance(root) {
    for (const one of autosaves) if (!one.form.isConnected) autosaves.delete(one);
    for (const form of root.querySelectorAll("form[data-autosave]")) autosaves.add(new Autosave(form));
    root.querySelectorAll("textarea[data-autogrow]").forEach(autogrow);
    root.querySelectorAll("form[data-submit-on-change]").forEach(submitOnChange);
    root.querySelectorAll("input[data-keyboard-switch]").forEach(keySwitch);
    root.querySelectorAll(".govuk-error-summary[data-focus]").forEach((summary) => summary.focus());
  }

  document.addEventListener("submit", confirmFirst, true);
  document.addEventListener("submit", keepSent, true);
  document.addEventListener("submit", partialForm);
  document.addEventListener("click", partialLink);
  document.addEventListener("click", closeMenus);
  document.addEventListener("keydown", closeMenus);
  document.addEventListener("keydown", onKey);
  window.addEventListener("popstate", (event) => {
    if (event.state?.partial) loadPartial(location.href, {}, event.state.partial, {}).catch(() => location.reload());
  });
  enhance(document);
  restoreSent();
  // An address with a fragment takes the focus once the page is there; what needs it more takes it after that.
  window.addEventListener("load", () => setTimeout(() => {
    const summary = document.querySelector(".govuk-error-summary[data-focus]");
    const field = store.read(session, "jalon-focus");
    store.write(session, "jalon-focus", null);
    (summary ?? (field && document.getElementById(field)))?.focus();
  }));
})();
