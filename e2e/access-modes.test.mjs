// The ways of using Jalon that axe does not see: forced colours, 200 % zoom, and the keyboard alone.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { password, signIn, start } from "./program.mjs";

const dossier = "/work/dossiers/rivemont-igm-2026";
// Rivemont's answers are locked at its stage: this topic is opened again for the pages that show a form, the keyboard opens its own.
const topic = `${dossier}/questionnaire/L1.02`;

// A page, and what a person came to it for.
const pages = [
  { path: "", controls: ["#q", "form[role=search] button", ".j-nav__link", ".j-card a"] },
  { path: "/profiles/montreal-igm-2019", controls: [".j-report__aside a", ".report-contents a"] },
  { path: "/sign-in", controls: ["#email", "#password", "main form button"] },
  { path: "/work", controls: [".j-menu > summary", "main h2 a"] },
  { path: dossier, controls: [".j-nav__link", ".j-todo a", "main form button"] },
  { path: `${dossier}/questionnaire`, controls: ["#q", "#show", "#since", ".j-filters button", ".j-questionnaire__topic a"] },
  { path: topic, controls: ["[data-previous]", "[data-next]", "#value", "#note", "#answer-form button", "[data-save-next]", "[data-keyboard-help] > summary"] },
  { path: `${dossier}/discussion`, controls: ["#state", ".j-filters button", ".j-comment summary"] },
  { path: `${dossier}/checks`, controls: ["#severity", ".j-filters button", ".j-gate a"] },
];
const signedOut = ["", "/profiles/montreal-igm-2019", "/sign-in"];

let program;
before(async () => {
  program = await start();
  const lead = await signIn(program.browser, program.base, "lead@demo.example");
  await lead.goto(`${program.base}/fr${topic}`);
  await lead.click("details:has(form[action$='/reopen']) > summary");
  await lead.fill("#reason", "La charte a été révisée.");
  await Promise.all([lead.waitForNavigation(), lead.click("form[action$='/reopen'] button")]);
  await lead.waitForSelector("#answer-form");
  await lead.context().close();
});
after(async () => { await program?.stop(); });

// Runs in the page before anything else: what an eye would tell.
function eye() {
  // 1. Colours.
  const parse = (colour) => {
    const [, space, list] = colour.match(/^(rgba?|color)\((?:srgb )?([^)]*)\)$/) ?? [];
    if (!space) throw new Error(`a colour that this journey cannot read: ${colour}`);
    const [r, g, b, a = 1] = list.split(/[\s,/]+/).map(Number);
    const scale = space === "color" ? 255 : 1;
    return [r * scale, g * scale, b * scale, a];
  };
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
  const luminance = (colour) => {
    const [r, g, b] = colour.slice(0, 3).map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (colour, ground) => {
    const [a, b] = [luminance(over(colour, ground)), luminance(ground)].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  };
  const canvas = () => {
    const probe = document.createElement("span");
    probe.style.cssText = "forced-color-adjust:none;color:Canvas";
    document.body.append(probe);
    const colour = parse(getComputedStyle(probe).color);
    probe.remove();
    return colour;
  };
  // What is painted behind an element, all transparent grounds laid over one another.
  const ground = (element) => {
    const layers = [];
    for (let one = element; one; one = one.parentElement) {
      const colour = parse(getComputedStyle(one).backgroundColor);
      layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reduceRight((under, layer) => over(layer, under), canvas());
  };
  // A drawn text stands on the last shape drawn under it; a pattern counts as its first, plain, rectangle.
  const drawnGround = (text) => {
    const svg = text.ownerSVGElement;
    const box = text.getBBox();
    const point = Object.assign(svg.createSVGPoint(), { x: box.x + box.width / 2, y: box.y + box.height / 2 });
    let behind = ground(svg);
    for (const shape of svg.querySelectorAll(":is(path,rect,circle):not(defs *)")) {
      if (shape.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_PRECEDING || !shape.isPointInFill(point)) continue;
      let { fill } = getComputedStyle(shape);
      const pattern = fill.match(/url\("?#([^")]+)/);
      if (pattern) fill = getComputedStyle(document.getElementById(pattern[1]).querySelector("rect")).fill;
      if (fill !== "none") behind = over(parse(fill), behind);
    }
    return behind;
  };

  // 2. What is there to see.
  const named = (element) => {
    const words = (element.getAttribute("aria-label") || element.textContent || element.name || "").trim().replace(/\s+/g, " ").slice(0, 30);
    const kind = element.getAttribute("class");
    return `${element.localName}${element.id ? `#${element.id}` : ""}${kind ? `.${kind.split(" ")[0]}` : ""} “${words}”`;
  };
  // Written for screen readers only: that is what it is for.
  const unseen = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const { width, height } = one.getBoundingClientRect();
      const { overflow, position } = getComputedStyle(one);
      if (position === "absolute" && overflow === "hidden" && width <= 1 && height <= 1) return true;
    }
    return !element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  };
  const texts = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const { parentElement: element, data } = walker.currentNode;
      if (data.trim() && !element.closest("script,style,title,desc,option,datalist") && !unseen(element)) found.push(walker.currentNode);
    }
    return found;
  };
  const controls = () => [...document.querySelectorAll("a[href],button,input:not([type=hidden]),select,textarea,summary,[tabindex='0']")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled);
  const openAll = () => document.querySelectorAll("details").forEach((one) => { one.open = true; });
  const scroller = (element) => {
    for (let one = element.parentElement; one && one !== document.body; one = one.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(one).overflowX)) return one;
    }
    return null;
  };
  // Radios and checkboxes are transparent and lie over the mark that their label draws.
  const mark = (element) => {
    const label = Number(getComputedStyle(element).opacity) === 0 && element.labels?.[0];
    return label ? { box: label, style: getComputedStyle(label, "::before") } : { box: element, style: getComputedStyle(element) };
  };

  const pair = (colour, behind) => `${colour} on rgb(${behind.slice(0, 3).map(Math.round).join(", ")}), ${contrast(parse(colour), behind).toFixed(2)} to 1`;
  // One line for each finding, with the first element it is true of.
  const gathered = () => {
    const first = new Map();
    return {
      add: (what, element) => { if (!first.has(what)) first.set(what, named(element)); },
      all: () => [...first].map(([what, where]) => `${what}: ${where}`),
    };
  };

  // 3. The findings.
  const textColours = () => {
    const found = gathered();
    const judge = (element, colour, behind) => {
      if (contrast(parse(colour), behind) < 4.5) found.add(`text ${pair(colour, behind)}`, element);
    };
    for (const { parentElement: element } of texts()) {
      if (element.namespaceURI.endsWith("svg")) {
        if (!element.closest("[aria-hidden=true]")) judge(element, getComputedStyle(element).fill, drawnGround(element));
      } else judge(element, getComputedStyle(element).color, ground(element));
    }
    for (const field of document.querySelectorAll("input:not([type=hidden],[type=radio],[type=checkbox]),textarea,select")) {
      if (!unseen(field)) judge(field, getComputedStyle(field).color, ground(field));
    }
    return found.all();
  };
  // What a finding is, in the report: its word is beside it, but a sign that is drawn must be seen.
  const signs = () => {
    const found = gathered();
    for (const shape of document.querySelectorAll("svg.report-sign > *")) {
      const { fill, stroke } = getComputedStyle(shape);
      const ink = stroke === "none" ? fill : stroke;
      if (ink === "none" || contrast(parse(ink), ground(shape.ownerSVGElement)) < 3) found.add(`sign ${pair(ink, ground(shape.ownerSVGElement))}`, shape.ownerSVGElement.parentElement);
    }
    return found.all();
  };
  const outlineOf = (element) => {
    const { style } = mark(element);
    const width = parseFloat(style.outlineWidth);
    if (style.outlineStyle === "none" || !(width > 0)) return `no outline (${style.outlineStyle}, ${style.outlineWidth})`;
    // Drawn on what is around the thing, or on the thing itself where it is drawn inwards.
    const behind = ground(parseFloat(style.outlineOffset) < 0 ? element : element.parentElement);
    return contrast(parse(style.outlineColor), behind) < 3 ? `outline ${pair(style.outlineColor, behind)}` : "";
  };
  const focusOutlines = () => {
    const found = gathered();
    const all = controls();
    for (const element of all) {
      element.focus({ preventScroll: true });
      if (document.activeElement !== element || !element.matches(":focus-visible")) found.add("does not take a visible focus", element);
      else if (outlineOf(element)) found.add(`focus: ${outlineOf(element)}`, element);
    }
    document.activeElement.blur();
    return { count: all.length, found: found.all() };
  };
  const wheels = () => [...document.querySelectorAll("svg:has(a path[stroke])")].map((svg) => {
    const behind = ground(svg);
    const look = (shape) => {
      const { fill, stroke, strokeWidth } = getComputedStyle(shape);
      return { fill, stroke, strokeWidth: parseFloat(strokeWidth), key: `${fill} ${stroke}` };
    };
    const seen = (paint) => /^(rgb|color)/.test(paint) && contrast(parse(paint), behind) >= 3;
    const legend = [...svg.querySelectorAll(":scope > rect")].map((rect) => ({ ...look(rect), word: rect.nextElementSibling?.textContent }));
    const tiles = [...svg.querySelectorAll("a path[stroke]")].map(look);
    const found = [];
    if (new Set(legend.map((one) => one.key)).size !== legend.length) found.push("wheel: two states look the same");
    for (const one of legend) if (!one.word) found.push("wheel: a state without a word");
    for (const [what, list] of [["tile", tiles], ["key", legend]]) {
      const lost = list.filter((one) => !((seen(one.stroke) && one.strokeWidth > 0) || seen(one.fill)));
      if (lost.length) found.push(`wheel: ${lost.length} of ${list.length} ${what}s cannot be told from the ground: ${pair(lost[0].stroke, behind)}`);
    }
    const unknown = tiles.filter((tile) => !legend.some((one) => one.key === tile.key));
    if (unknown.length) found.push(`wheel: ${unknown.length} tiles look like no state of the key`);
    return { states: legend.length, tiles: tiles.length, found };
  });
  const clippings = () => {
    const found = [];
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth} px wide in ${clientWidth} px`);
    for (const element of document.body.querySelectorAll("*:not(svg *)")) {
      if (!element.textContent.trim() || element.matches("script,style,option") || unseen(element)) continue;
      const style = getComputedStyle(element);
      const cut = (overflow, has, shows) => /hidden|clip/.test(overflow) && has > shows + 1;
      if (cut(style.overflowX, element.scrollWidth, element.clientWidth)) found.push(`${named(element)} is clipped: ${element.scrollWidth} px of text in ${element.clientWidth} px`);
      if (cut(style.overflowY, element.scrollHeight, element.clientHeight)) found.push(`${named(element)} is clipped: ${element.scrollHeight} px high in ${element.clientHeight} px`);
    }
    for (const text of texts()) {
      const range = document.createRange();
      range.selectNodeContents(text);
      const outside = [...range.getClientRects()].some((box) => box.right > clientWidth + 1 || box.left < -1);
      if (outside && !scroller(text.parentElement) && !text.parentElement.matches(".govuk-skip-link")) found.push(`${named(text.parentElement)} leaves the page`);
    }
    return [...new Set(found)];
  };
  const words = () => texts().map((text) => text.data.trim().replace(/\s+/g, " "));
  const hidden = (element) => {
    // A sector of the wheel is aimed at by its shapes: its middle lies between them and their label.
    const box = element.querySelector("path") ?? mark(element).box;
    box.scrollIntoView({ block: "center", inline: "nearest" });
    const piece = box.getClientRects()[0];
    if (!piece || !piece.width || !piece.height) return "has no size";
    // A table or a drawing scrolls in its own region, which is itself within the page.
    const frame = scroller(element);
    if (!frame && (piece.left < -1 || piece.right > document.documentElement.clientWidth + 1)) return `from ${Math.round(piece.left)} to ${Math.round(piece.right)} px, outside the page`;
    if (frame && piece.left >= frame.getBoundingClientRect().right) return "";
    const y = piece.height > innerHeight ? innerHeight / 2 : piece.top + piece.height / 2;
    const hit = document.elementFromPoint(Math.min(piece.left + piece.width / 2, innerWidth - 1), y);
    return box.contains(hit) || element.contains(hit) ? "" : `is covered by ${hit ? named(hit) : "nothing"}`;
  };
  const hiddenControls = () => controls().filter((one) => !one.matches(".govuk-skip-link")).map((one) => [one, hidden(one)]).filter(([, why]) => why).map(([one, why]) => `${named(one)} ${why}`);

  // Where the focus is: for the keyboard.
  const focus = () => {
    const element = document.activeElement;
    if (!element || element === document.body || element === document.documentElement) return { lost: true, name: "body" };
    const { box } = mark(element);
    const { left, top, right, bottom, width, height } = box.getBoundingClientRect();
    const shown = width > 0 && height > 0 && box.checkVisibility({ opacityProperty: true, visibilityProperty: true })
      && right > 0 && left < innerWidth && bottom > 0 && top < innerHeight;
    // Where a skip link leads is a place and not a control: it needs no outline. The calendar of a date field has the browser's own.
    const plain = element.matches("[tabindex='-1'], input[type=date]:not(:focus)");
    return { lost: false, name: named(element), shown, outline: plain ? "" : outlineOf(element) };
  };
  globalThis.eye = { openAll, textColours, signs, words, focusOutlines, wheels, clippings, hiddenControls, hidden, focus };
  // A mouse would leave its trace here, and through the pages that follow.
  addEventListener("pointerdown", () => sessionStorage.setItem("mouse", "used"), true);
}

async function visitor(options) {
  const context = await program.browser.newContext({ locale: "fr", ...options });
  await context.addInitScript(eye);
  return context.newPage();
}

async function lead(options) {
  const page = await signIn(program.browser, program.base, "lead@demo.example", "fr", options);
  await page.context().addInitScript(eye);
  return page;
}

// One line for each finding, however many pages share it.
function findings() {
  const pagesOf = new Map();
  return {
    add: (path, list) => list.forEach((one) => pagesOf.set(one, (pagesOf.get(one) ?? new Set()).add(path))),
    all: () => [...pagesOf].map(([one, paths]) => `${[...paths].slice(0, 2).join(", ")}${paths.size > 2 ? ` and ${paths.size - 2} more` : ""}: ${one}`),
  };
}

for (const colorScheme of ["light", "dark"]) {
  test(`with forced colours, ${colorScheme}, focus, states and texts are seen`, async () => {
    const options = { forcedColors: "active", colorScheme, reducedMotion: "reduce" };
    const outside = await visitor({ viewport: { width: 1280, height: 900 }, ...options });
    const inside = await lead(options);
    const found = findings();
    let wheels = 0;
    for (const { path } of pages) {
      const page = signedOut.includes(path) ? outside : inside;
      const note = (list) => found.add(path || "/", list);
      const response = await page.goto(`${program.base}/fr${path}`);
      assert.equal(response.status(), 200, path);
      assert.ok(await page.evaluate(() => matchMedia("(forced-colors: active)").matches));
      await page.evaluate(() => eye.openAll());
      note(await page.evaluate(() => eye.textColours()));
      note(await page.evaluate(() => eye.signs()));

      // Any key: from here on the browser shows where the focus is.
      await page.keyboard.press("Tab");
      const focus = await page.evaluate(() => eye.focusOutlines());
      assert.ok(focus.count > 5, `${path}: ${focus.count} controls`);
      note(focus.found);

      for (const wheel of await page.evaluate(() => eye.wheels())) {
        wheels++;
        assert.ok(wheel.states >= 3 && wheel.tiles >= 80, `${path}: a wheel of ${wheel.tiles} tiles and ${wheel.states} states`);
        note(wheel.found);
      }
      // The outline of a link in a drawing, the filled part of a bar, a chosen answer: on the screen, and not only in the style.
      const changes = async (what, region, change) => {
        const image = await region.screenshot({ animations: "disabled" });
        await change();
        if (image.equals(await region.screenshot({ animations: "disabled" }))) note([`${what} leaves the screen as it was`]);
      };
      const link = page.locator("svg a:has(path[stroke])").first();
      if (await link.count()) await changes("focus on a sector of the wheel", page.locator("svg:has(a path[stroke])"), () => link.focus());
      const bar = page.locator("progress").first();
      if (await bar.count()) await changes("the progress of a bar", bar, () => bar.evaluate((one) => { one.value = 0; }));
      const radio = await page.$("input[type=radio]:checked");
      if (radio) await changes("the choice of an answer", await radio.$("xpath=.."), () => radio.evaluate((one) => { one.checked = false; }));
    }
    assert.equal(wheels, 2, "the profile and the dossier each have their wheel");
    assert.deepEqual(found.all(), []);
  });
}

test("at 200 % nothing scrolls sideways, is cut off or is out of reach", async () => {
  // 1280 × 1024 at 200 %: half the room, twice the dots.
  const options = { viewport: { width: 640, height: 512 }, deviceScaleFactor: 2, reducedMotion: "reduce" };
  const outside = await visitor(options);
  const inside = await lead(options);
  const found = findings();
  for (const language of ["fr", "ar"]) {
    for (const { path, controls } of pages) {
      const page = signedOut.includes(path) ? outside : inside;
      const note = (list) => found.add(`/${language}${path}`, list);
      await page.setViewportSize({ width: 1280, height: 1024 });
      const response = await page.goto(`${program.base}/${language}${path}`);
      assert.equal(response.status(), 200, path);
      const before = await page.evaluate(() => eye.words());
      await page.setViewportSize({ width: 640, height: 512 });
      assert.deepEqual(await page.evaluate(() => [innerWidth, devicePixelRatio]), [640, 2]);
      // What is read at 100 % is still read: a text kept for screen readers alone is lost to who enlarges the page.
      const now = new Set(await page.evaluate(() => eye.words()));
      note([...new Set(before)].filter((one) => !now.has(one)).map((one) => `“${one.slice(0, 40)}” is read at 100 % and no longer at 200 %`));
      note(await page.evaluate(() => eye.clippings()));
      for (const selector of controls) {
        const control = page.locator(selector).first();
        const why = await control.count() ? await control.evaluate((one) => eye.hidden(one)) : "is not there";
        if (why) note([`${selector} ${why}`]);
      }
      // Then with everything open except the menu, which lies over the page; then the menu.
      await page.evaluate(() => { eye.openAll(); document.querySelectorAll("[data-menu]").forEach((menu) => { menu.open = false; }); });
      note(await page.evaluate(() => eye.clippings()));
      note(await page.evaluate(() => eye.hiddenControls()));
      const menu = page.locator("[data-menu]");
      if (await menu.count()) {
        await menu.evaluate((one) => { one.open = true; });
        note(await page.evaluate(() => eye.clippings()));
        for (const item of await menu.locator("a, button").all()) {
          const why = await item.evaluate((one) => eye.hidden(one));
          if (why) note([`menu: ${await item.textContent()} ${why}`]);
        }
      }
    }
  }
  assert.deepEqual(found.all(), []);
});

// Keys only. A new page begins at its top, where the first Tab meets the skip link, unless the address still says #main:
// a form sent after the skip link takes that along, through redirects too. Within a page the focus is always somewhere.
function keyboard(page) {
  const where = () => page.evaluate(() => eye.focus());
  const check = async (key) => {
    const focus = await where();
    assert.equal(focus.lost, false, `after ${key} on ${page.url()} the focus is lost`);
    assert.ok(focus.shown, `after ${key} on ${page.url()} the focus is on ${focus.name}, which is not in sight`);
    assert.equal(focus.outline, "", `after ${key} on ${page.url()} the focus on ${focus.name}: ${focus.outline}`);
    return focus;
  };
  const press = async (key) => {
    await page.keyboard.press(key);
    return check(key);
  };
  const on = (selector) => page.evaluate((wanted) => document.activeElement.matches(wanted), selector);
  const reach = async (selector, key = "Tab") => {
    for (let tabs = 0; tabs < 60; tabs++) {
      await press(key);
      if (await on(selector)) return;
    }
    assert.fail(`${selector} is not within 60 times ${key} on ${page.url()}`);
  };
  const type = async (text) => {
    await page.keyboard.type(text);
    await check("typing");
  };
  const skip = async () => {
    if (!page.url().endsWith("#main")) {
      await press("Tab");
      assert.ok(await on(".govuk-skip-link"), `the first Tab on ${page.url()} meets the skip link`);
      await press("Enter");
    }
    assert.ok(await on("main"), `on ${page.url()} the focus is at the content`);
  };
  const leads = async (key) => {
    await Promise.all([page.waitForNavigation(), page.keyboard.press(key)]);
    await page.waitForFunction(() => document.readyState === "complete");
  };
  return { check, leads, on, press, reach, skip, type };
}

test("the keyboard alone signs in, opens an answer again, changes it, goes on and signs out", async () => {
  const page = await visitor({ viewport: { width: 1280, height: 900 } });
  const { check, leads, on, press, reach, skip, type } = keyboard(page);
  const address = () => new URL(page.url()).pathname;

  await page.goto(`${program.base}/fr/sign-in`);
  await skip();
  await press("Tab");
  assert.ok(await on("#email"), "the content begins with the form");
  await type("lead@demo.example");
  await press("Tab");
  assert.ok(await on("#password"));
  await type(password);
  await leads("Enter");
  assert.equal(address(), "/fr/work");

  await skip();
  await reach(`a[href='/fr${dossier}']`);
  await leads("Enter");
  await press("Tab");
  assert.ok(await on(".govuk-skip-link"));
  await reach(".j-nav__link[href$='/questionnaire']");
  await leads("Enter");
  await skip();
  await reach(".j-questionnaire__topic a");
  await leads("Enter");
  assert.equal(address(), `/fr${dossier}/questionnaire/L1.01`);

  // The answer is locked at this stage: it is opened again, with a reason.
  await skip();
  await reach("details:has(form[action$='/reopen']) > summary");
  await press("Enter");
  await press("Tab");
  assert.ok(await on("#reason"), "what has been opened comes next");
  await type("Le conseil a modifié la charte.");
  await press("Tab");
  await leads("Enter");
  assert.equal(await page.locator("#answer-form").count(), 1);

  // One Tab enters the answers, at the one that is chosen; the arrows change it.
  await skip();
  await reach("#answer-form input[type=radio]");
  const chosen = () => page.evaluate(() => document.querySelector("#answer-form input[name=value]:checked").value);
  const was = await chosen();
  assert.equal(await page.evaluate(() => document.activeElement.value), was);
  await press("ArrowDown");
  const now = await chosen();
  assert.notEqual(now, was);
  assert.equal(await page.evaluate(() => document.activeElement.value), now, "the focus goes with the choice");
  await press("Tab");
  assert.ok(await on("#competence"), "one Tab leaves the answers");
  await press("Tab");
  assert.ok(await on("#note"));
  await press("Control+a");
  await type("Le conseil l’a adoptée en séance publique.");
  await page.waitForSelector("[data-autosave-status][data-state=saved]");
  assert.match(await page.textContent("[data-autosave-status]"), /^Enregistré à \d\d:\d\d$/);
  await check("the automatic save");
  assert.ok(await on("#note"), "saving does not move the focus");

  // Ctrl + Enter goes on, k comes back, j goes on.
  await type(" Elle est publiée.");
  await leads("Control+Enter");
  assert.equal(address(), `/fr${dossier}/questionnaire/L1.02`);
  await leads("k");
  assert.equal(address(), `/fr${dossier}/questionnaire/L1.01`);
  assert.equal(await chosen(), now);
  assert.equal(await page.inputValue("#note"), "Le conseil l’a adoptée en séance publique. Elle est publiée.");
  await leads("j");
  assert.equal(address(), `/fr${dossier}/questionnaire/L1.02`);

  // ? opens the help; there single letters are switched off and on again.
  await press("?");
  assert.ok(await on("[data-keyboard-help][open] > summary"));
  await press("Tab");
  assert.ok(await on("[data-keyboard-switch]"));
  await press("Space");
  await press("k");
  await page.waitForTimeout(300);
  assert.equal(address(), `/fr${dossier}/questionnaire/L1.02`, "k does nothing when it is switched off");
  await check("a key that is switched off");
  await press("Space");
  await leads("k");

  // The button says so too.
  await skip();
  await reach("#note");
  await press("End");
  await type("!");
  await reach("#answer-form button:not([name])");
  await leads("Enter");
  assert.equal(await page.locator("main p[role=status]", { hasText: "Enregistré" }).count(), 1, await page.textContent("main"));

  // The menu opens, closes on Escape without losing the focus, and signs out.
  await skip();
  await reach("[data-menu] > summary", "Shift+Tab");
  await press("Enter");
  await press("Tab");
  assert.ok(await on("[data-menu] a"));
  await press("Escape");
  assert.ok(await on("[data-menu]:not([open]) > summary"), "Escape closes the menu and gives the focus back");
  await press("Enter");
  await reach("[data-menu] form button");
  await leads("Enter");
  await page.goto(`${program.base}/fr/work`);
  assert.match(page.url(), /sign-in/, "nobody is signed in any more");
  assert.equal(await page.evaluate(() => sessionStorage.getItem("mouse")), null, "no mouse was used");
});

test("a form that is refused puts the focus on what is wrong, after the skip link too", async () => {
  const page = await visitor({ viewport: { width: 1280, height: 900 } });
  const { check, leads, reach, skip, type } = keyboard(page);
  for (const address of ["", "#main"]) {
    await page.goto("about:blank");
    await page.goto(`${program.base}/fr/sign-in${address}`);
    if (address) await skip();
    await reach("#email");
    await type("nobody@demo.example");
    await reach("#password");
    await type("not the password");
    await leads("Enter");
    const { name } = await check("a refused sign-in");
    assert.match(name, /govuk-error-summary/, `from /sign-in${address}`);
  }
});

test("a filter changed with the keyboard keeps the focus", async () => {
  const page = await lead();
  const { reach, press, on, skip } = keyboard(page);
  const found = [];
  for (const [path, field, change, next] of [
    ["questionnaire", "#show", "ArrowDown", "#show"],
    ["questionnaire", "#q", "a", "#show"],
    ["discussion", "#state", "ArrowDown", "#state"],
    ["checks", "#severity", "ArrowDown", "#severity"],
  ]) {
    await page.goto(`${program.base}/fr${dossier}/${path}`);
    await skip();
    await reach(field);
    await press(change);
    // A text is a change once the field is left.
    if (next !== field) await press("Tab");
    await page.waitForURL(/\?/, { waitUntil: "load" });
    // The list is fetched after the address has changed, or before: either way it is there now.
    await page.waitForFunction(() => !document.querySelector("[aria-busy]"));
    if (!await on(next)) found.push(`${path}: ${field} is changed with ${change}, then the focus is on ${await page.evaluate(() => document.activeElement.localName)} and not on ${next}`);
  }
  assert.deepEqual(found, []);
});
