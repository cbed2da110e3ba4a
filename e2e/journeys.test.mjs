// What people do with Jalon, in a real browser against the real program; and every page against WCAG.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { HtmlValidate } from "html-validate";
import { binary, signIn, start, violations } from "./program.mjs";

let program;
before(async () => { program = await start(); });
after(async () => { await program?.stop(); });

const dossier = "rivemont-igm-2026";
const work = `/work/dossiers/${dossier}`;

const publicPages = ["", "?q=parrainage", "/profiles/montreal-igm-2019", "/territories/montreal", "/frameworks", "/frameworks/mgi-local@2019.1", "/sign-in", "/forgotten-password", "/no-such-page"];
const workPages = ["/work", work, `${work}/questionnaire`, `${work}/questionnaire/L1.03`, `${work}/questionnaire?show=contested`, `${work}/findings`, `${work}/findings/R1.1.01`,
  `${work}/findings?state=contested`, `${work}/discussion?on=finding/R1.2.01`, `${work}/findings/new?topic=L2.01`, `${work}/evidence?sort=-year`, `${work}/evidence/new`, `${work}/context`, `${work}/discussion`, `${work}/checks`, `${work}/publication`, `${work}/members`,
  `${work}/history`, `${work}/settings`, "/account"];
const adminPages = ["/admin/users", "/admin/registry", "/admin/registry?sort=-territory-name", "/admin/territories/rivemont", "/admin/organisations/new", "/admin/dossiers/new"];

const html = new HtmlValidate({
  root: true,
  extends: ["html-validate:standard"],
  // Written so on purpose: charts are drawn with inline coordinates, a void element needs no slash, and a space at a line's end harms nobody.
  rules: { "no-inline-style": "off", "void-style": "off", "no-trailing-whitespace": "off", "long-title": "off", "doctype-style": "off", "attribute-boolean-style": "off", "no-implicit-button-type": "off", "prefer-native-element": "off" },
});

async function judge(page, path, found) {
  const response = await page.goto(`${program.base}${path}`);
  assert.ok(response.status() < 500, `${path}: ${response.status()}`);
  for (const violation of await violations(page)) found.push(`${path}: ${violation}`);
  const shape = await page.evaluate(() => ({
    lang: document.documentElement.lang, h1: document.querySelectorAll("h1").length, main: document.querySelectorAll("main").length,
    ids: [...document.querySelectorAll("[id]")].map((e) => e.id).filter((id, n, all) => all.indexOf(id) !== n),
  }));
  if (!shape.lang || shape.h1 !== 1 || shape.main !== 1) found.push(`${path}: lang=${shape.lang} h1=${shape.h1} main=${shape.main}`);
  if (shape.ids.length) found.push(`${path}: identifiers twice: ${shape.ids.slice(0, 5)}`);
  const report = await html.validateString(await response.text());
  for (const message of report.results.flatMap((r) => r.messages).filter((m) => m.severity === 2).slice(0, 5)) found.push(`${path}:${message.line}: ${message.ruleId}: ${message.message}`);
  await page.setViewportSize({ width: 320, height: 640 });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (overflow > 1) found.push(`${path}: wider than 320 px by ${overflow}`);
  await page.setViewportSize({ width: 1280, height: 900 });
}

test("every public page is accessible and valid, in every language and from right to left", async () => {
  const page = await (await program.browser.newContext()).newPage();
  const found = [];
  for (const language of ["fr", "ar"]) for (const path of publicPages) await judge(page, `/${language}${path}`, found);
  for (const language of ["en", "es"]) await judge(page, `/${language}/profiles/montreal-igm-2019`, found);
  assert.deepEqual(found, []);
  assert.deepEqual(await page.context().cookies(), [], "the public side sets no cookie");
});

test("every page of the workspace is accessible and valid", async () => {
  const found = [];
  const lead = await signIn(program.browser, program.base, "lead@demo.example");
  for (const path of workPages) await judge(lead, `/fr${path}`, found);
  // A national dossier, with the indicator that its framework declares.
  const national = await signIn(program.browser, program.base, "national@demo.example");
  for (const language of ["fr", "ar"]) await judge(national, `/${language}/work/dossiers/norvalie-odd-1072-2026`, found);
  for (const path of [work, `${work}/questionnaire/L1.03`]) await judge(lead, `/ar${path}`, found);
  const admin = await signIn(program.browser, program.base, "admin@demo.example");
  for (const path of adminPages) await judge(admin, `/fr${path}`, found);
  assert.deepEqual(found, []);
});

test("the portal reads without JavaScript", async () => {
  const page = await (await program.browser.newContext({ javaScriptEnabled: false })).newPage();
  await page.goto(`${program.base}/fr`);
  await page.fill("#q", "montreal");
  await page.click("form[role=search] button");
  await page.click("text=Montréal : profil local");
  assert.match(await page.textContent("main"), /droits des migrants/i);
  assert.equal(await page.locator("article.report .report-finding, article.report [id^='M']").count() > 70, true, "all findings are on the page");
});

test("the second city goes through discussion, both validations and publication", async () => {
  const { base, browser } = program;
  const facilitator = await signIn(browser, base, "facilitator@demo.example");
  const lead = await signIn(browser, base, "lead@demo.example");
  const national = await signIn(browser, base, "national@demo.example");

  // The draft exists in each language and form, says what it is, and nobody outside gets it.
  for (const language of ["fr", "en", "es"]) {
    const pdf = await lead.request.get(`${base}/fr${work}/draft/${language}/report.pdf`);
    assert.equal((await pdf.body()).subarray(0, 5).toString(), "%PDF-", `draft in ${language}`);
    const page = await lead.request.get(`${base}/fr${work}/draft/${language}/report.html`);
    assert.match(await page.text(), { fr: /Projet/, en: /Draft/, es: /Borrador/ }[language]);
    for (const format of ["pdf", "xlsx", "html", "json"]) {
      const outside = await (await browser.newContext()).request.get(`${base}/${language}/profiles/${dossier}/releases/1/report.${format}`);
      assert.equal(outside.status(), 404, `${format} before publication`);
    }
  }

  // The national counterpart comments; the comment stands in the way until it is answered.
  await national.goto(`${base}/fr${work}/discussion?on=finding/R2.1.01`);
  // Who comes from a finding finds the form open on it.
  await national.fill("#body", "Le ministère propose de citer l’accord de 2024.");
  await Promise.all([national.waitForNavigation(), national.click("main details form button")]);
  assert.match(await national.textContent("main"), /accord de 2024/);

  await lead.goto(`${base}/fr${work}`);
  assert.match(await lead.textContent("main"), /COMMENTS-CLOSED/);

  // The facilitator answers every open comment.
  for (let left = 20; left > 0; left--) {
    await facilitator.goto(`${base}/fr${work}/discussion?state=open`);
    const close = facilitator.locator("form[action$='/close']").first();
    if (await close.count() === 0) break;
    await facilitator.locator("details:has(form[action$='/close']) > summary").first().click();
    await close.locator("input[value=partly]").check();
    await close.locator("textarea").fill("Nous l’avons précisé dans le texte.");
    await Promise.all([facilitator.waitForNavigation(), close.locator("button").click()]);
  }
  await facilitator.goto(`${base}/fr${work}/discussion?state=open`);
  assert.equal(await facilitator.locator(".j-comment").count(), 0);

  // On to the final report, and two signatures from two governments.
  await lead.goto(`${base}/fr${work}`);
  await Promise.all([lead.waitForNavigation(), lead.click("form:has(input[value=final]) button")]);
  await lead.goto(`${base}/fr${work}/publication`);
  assert.equal(await lead.locator("form[action$='/sign']").count(), 1, "the lead signs for one side only");
  await Promise.all([lead.waitForNavigation(), lead.click("form[action$='/sign'] button")]);
  await national.goto(`${base}/fr${work}/publication`);
  await Promise.all([national.waitForNavigation(), national.click("form[action$='/sign'] button")]);

  // What both signed is not saved by typing: the signatures hold until the person saves.
  await lead.goto(`${base}/fr${work}/findings/R1.1.01`);
  assert.match(await lead.textContent("#finding-form"), /Signé tel quel par/);
  const signedTitle = await lead.inputValue("#title");
  await lead.fill("#title", "Un titre que personne n’a signé");
  await lead.waitForTimeout(1500);
  await lead.goto(`${base}/fr${work}/findings/R1.1.01`);
  assert.equal(await lead.inputValue("#title"), signedTitle);
  // The same text saved again is the text that was signed.
  await Promise.all([lead.waitForNavigation(), lead.click("#finding-form button")]);
  await lead.goto(`${base}/fr${work}/publication`);
  assert.equal(await lead.locator(".govuk-tag:text-is('signé')").count(), 2);

  // Incomplete languages are refused until the person accepts them.
  await lead.goto(`${base}/fr${work}/publication`);
  await Promise.all([lead.waitForNavigation(), lead.click("form[action$='/publish'] button")]);
  assert.match(await lead.textContent("[role=alert]"), /anglais|espagnol/);
  await lead.check("#accept_incomplete");
  await Promise.all([lead.waitForNavigation(), lead.click("form[action$='/publish'] button")]);

  const visitor = await (await browser.newContext()).newPage();
  await visitor.goto(`${base}/fr/profiles/${dossier}`);
  assert.match(await visitor.textContent("h1"), /Rivemont/);
  for (const language of ["fr", "en", "es"]) {
    const pdf = await visitor.request.get(`${base}/${language}/profiles/${dossier}/releases/1/report.pdf`);
    assert.equal(pdf.status(), 200);
    assert.equal((await pdf.body()).subarray(0, 5).toString(), "%PDF-");
    const again = await visitor.request.get(`${base}/${language}/profiles/${dossier}/releases/1/report.pdf`);
    assert.deepEqual(await pdf.body(), await again.body());
  }

  // A grave mistake is found: the profile leaves the public side, its address says why, and the corrected one is version 2.
  await lead.goto(`${base}/fr${work}/publication`);
  await lead.click("details:has(form[action$='/withdraw']) > summary");
  await lead.fill("#reason-1", "Un effectif était faux.");
  await Promise.all([lead.waitForNavigation(), lead.click("form[action$='/publication/withdraw'] button")]);
  assert.match(await lead.textContent("main"), /ce sera la version 2/);
  for (const address of [`/fr/profiles/${dossier}`, `/fr/profiles/${dossier}/releases/1`]) {
    const answer = await visitor.goto(base + address);
    assert.equal(answer.status(), 410);
    assert.match(await visitor.textContent("main"), /Un effectif était faux\./);
  }
  assert.equal((await visitor.request.get(`${base}/fr/profiles/${dossier}/releases/1/report.pdf`)).status(), 410);
  await lead.check("#accept_incomplete");
  await Promise.all([lead.waitForNavigation(), lead.click("form[action$='/publish'] button")]);
  await visitor.goto(`${base}/fr/profiles/${dossier}/releases/1`);
  await visitor.click("text=Voir ce qui est publié à la place");
  assert.match(await visitor.textContent("h1"), /Rivemont/);
  assert.equal((await visitor.request.get(`${base}/fr/profiles/${dossier}/releases/2/report.pdf`)).status(), 200);
});

test("what is refused while typing is said at once, and a session that ends takes no text with it", async () => {
  const { base, browser } = program;
  const lead = await signIn(browser, base, "lead@demo.example");
  // The form is there before the profile is published: this journey needs an open dossier of its own.
  await lead.goto(`${base}/fr${work}/publication`);
  await lead.fill("#period_from", "2029-01-01");
  await lead.fill("#period_to", "2029-12-31");
  await Promise.all([lead.waitForNavigation(), lead.click("form[action$='/round'] button")]);
  const round = new URL(lead.url()).pathname;
  await lead.goto(`${base}${round}/findings`);
  await lead.locator(`a[href*='${round}/findings/']:not([href$='/new'])`).first().click();
  const text = await lead.inputValue("#text");
  await lead.fill("#text", "");
  await lead.waitForSelector("[data-autosave-status][data-state=failed]");
  assert.match(await lead.textContent("[data-autosave-status]"), /À corriger/);
  assert.equal(await lead.getAttribute("[data-autosave-problems] a", "href"), "#text");
  await lead.fill("#text", text);
  await lead.waitForFunction(() => !document.querySelector("[data-autosave-problems] li"));

  await lead.goto(`${base}${round}/evidence/new`);
  await lead.fill("#title", "Un long titre, écrit pendant que la session se terminait");
  await lead.context().clearCookies();
  await Promise.all([lead.waitForNavigation(), lead.click("main form:has(#title) button")]);
  assert.match(await lead.textContent("main"), /gardé dans cet onglet/);
  await lead.fill("#email", "lead@demo.example");
  await lead.fill("#password", "jalon-demo-2026");
  await Promise.all([lead.waitForNavigation(), lead.click("main form button")]);
  assert.equal(await lead.inputValue("#title"), "Un long titre, écrit pendant que la session se terminait");
  assert.match(await lead.textContent("main [role=status]"), /est revenu/);
});

test("an answer typed in the browser is saved by itself, and a second writer merges", async () => {
  const { base, browser } = program;
  // A new round opens the questionnaire again.
  const lead = await signIn(browser, base, "lead@demo.example");
  await lead.goto(`${base}/fr${work}/publication`);
  await lead.fill("#period_from", "2027-01-01");
  await lead.fill("#period_to", "2027-12-31");
  await Promise.all([lead.waitForNavigation(), lead.click("form[action$='/round'] button")]);
  const round = new URL(lead.url()).pathname;
  await lead.goto(`${base}${round}/questionnaire/L1.03`);
  await lead.fill("#note", "Premier texte");
  await lead.waitForSelector("[data-autosave-status][data-state=saved]");

  const other = await signIn(browser, base, "lead@demo.example", "fr", { javaScriptEnabled: false });
  await other.goto(`${base}${round}/questionnaire/L1.03`);
  assert.equal(await other.inputValue("#note"), "Premier texte");
  await lead.fill("#note", "Texte de la première personne");
  await lead.waitForSelector("[data-autosave-status][data-state=saved]");
  await other.fill("#note", "Texte de la seconde personne");
  await other.click("#answer-form button >> nth=0");
  const merge = await other.textContent("main");
  assert.match(merge, /première personne/);
  assert.match(merge, /seconde personne/);
  assert.match(await other.textContent("h1"), /L1\.03/);
  await other.check("input[value=merged]");
  await other.fill("textarea[name^=merged_]", "Texte des deux personnes");
  await other.click("main form button");
  await lead.goto(`${base}${round}/questionnaire/L1.03`);
  assert.equal(await lead.inputValue("#note"), "Texte des deux personnes");
  const rounds = await lead.goto(`${base}${round}/rounds`);
  assert.equal(rounds.status(), 200);
});

const plan = "/work/dossiers/norvalie-plan-2026";
const cyclePages = [plan, `${plan}/plan`, `${plan}/steps/S1`, `${plan}/steps/S4`, `${plan}/steps/X`, `${plan}/registers/measure`, `${plan}/registers/measure?open=T10.05&sort=-end`,
  `${plan}/registers/measure/new`, `${plan}/registers/measure/m2`, `${plan}/registers/measure/import`, `${plan}/registers/contribution`, `${plan}/history/register_entry/m2`,
  `${plan}/questionnaire/T11.01`, `${plan}/questionnaire/T10.05`, `${plan}/checks?severity=warning`, "/work/dossiers/portugal-pnm-2019", "/work/dossiers/portugal-pnm-2019/registers/measure/mesure-06",
  `${plan}/publication`, `${plan}/publication/plan/amendments`, "/plans/norvalie-plan-2026", "/plans/norvalie-plan-2026/releases/2",
  `${plan}/registers/measure/bulk?id=m1&id=m2&field=state`, `${plan}/registers/measure/bulk?field=state`, `${plan}/registers/indicator_value`,
  `${plan}/levels`, `${plan}/levels?gaps=1`, `${plan}/indicators`, `${plan}/indicators?due=1`, `${plan}/statistics/indicators/i2`, `${plan}/statistics/indicators/i4`,
  "/plans/norvalie-plan-2026/indicators/i4?at-sex=1", "/plans/norvalie-plan-2026/tables/3", `${plan}/registers/trend/take-over`, `${plan}/registers/indicator/models`];

test("every page of a cycle is accessible and valid, from right to left too", async () => {
  const found = [];
  const unit = await signIn(program.browser, program.base, "national@demo.example");
  for (const path of cyclePages) await judge(unit, `/fr${path}`, found);
  for (const path of [...cyclePages.slice(0, 8), `${plan}/levels`, `${plan}/indicators`]) await judge(unit, `/ar${path}`, found);
  await unit.context().close();
  const city = await signIn(program.browser, program.base, "lead@demo.example");
  for (const path of ["/work/dossiers/rivemont-plan-2026/levels", "/work/dossiers/montreal-plan-exemple/registers/trend/take-over"]) await judge(city, `/fr${path}`, found);
  await city.context().close();
  assert.deepEqual(found, []);
});

test("a coordination unit fills a register, and the requirement that was open is met", async () => {
  const unit = await signIn(program.browser, program.base, "national@demo.example");
  const requirement = () => unit.locator('[id="S3.C7"]');
  await unit.goto(`${program.base}/en${plan}/steps/S3`);
  assert.match(await requirement().innerText(), /To do/);
  await requirement().getByRole("link", { name: /holds nothing yet/ }).click();
  await unit.getByRole("link", { name: "Add an entry" }).click();
  await unit.getByRole("button", { name: "Save", exact: true }).click();
  assert.match(await unit.locator("#title-error").innerText(), /Fill in|field/i, "a required field says so beside itself");
  await unit.fill("#title", "Ouvrir un guichet unique");
  await unit.selectOption("#kind", "T07.04");
  await unit.locator("#objectives summary").click();
  await unit.locator('input[name="objectives"][value="15"]').check();
  await unit.getByRole("button", { name: "Save", exact: true }).click();
  await unit.getByText("Saved.").waitFor();
  await unit.goto(`${program.base}/en${plan}/steps/S3`);
  assert.match(await requirement().innerText(), /Met/);
  // Attested: by a person, with an explanation.
  await unit.goto(`${program.base}/en${plan}/questionnaire/T11.01`);
  await unit.getByLabel("Yes", { exact: true }).check();
  await unit.fill("#note", "Le Conseil des ministres a voté le plan.");
  await unit.getByRole("button", { name: "Save", exact: true }).click();
  await unit.getByText(/Attested by Inès Valdor/).waitFor();
  await unit.context().close();
});

test("a unit changes several measures at once by keyboard and takes it back, without a script", async () => {
  const unit = await signIn(program.browser, program.base, "national@demo.example", "fr", { javaScriptEnabled: false });
  await unit.goto(`${program.base}/fr${plan}/registers/measure`);
  for (const id of ["m1", "m2"]) {
    await unit.locator(`input[name=id][value=${id}]`).focus();
    await unit.keyboard.press("Space");
  }
  await unit.selectOption("#bulk-field", "state");
  await unit.getByRole("button", { name: "Choisir la valeur" }).press("Enter");
  await unit.selectOption("#value", "dropped");
  await unit.getByRole("button", { name: "Voir ce qui changerait" }).press("Enter");
  await unit.getByText("2 entrées changeraient.").waitFor();
  await unit.getByRole("button", { name: "Appliquer ces changements" }).press("Enter");
  await unit.getByText("2 entrées ont changé.").waitFor();
  await unit.getByRole("button", { name: "Tout annuler" }).press("Enter");
  await unit.getByText("2 entrées sont de nouveau comme avant.").waitFor();
  // The list is kept under a name, and found again above it.
  await unit.goto(`${program.base}/fr${plan}/registers/measure?f-state=under_way`);
  await unit.getByText("Enregistrer cette vue").click();
  await unit.fill("#view-name", "En cours d’exécution");
  await unit.getByRole("button", { name: "Enregistrer la vue" }).press("Enter");
  await unit.goto(`${program.base}/fr${plan}/registers/measure`);
  await unit.getByRole("link", { name: "En cours d’exécution" }).click();
  assert.match(unit.url(), /f-state=under_way/);
  await unit.context().close();
});

test("a focal point writes what its institution answers for, and reads the rest", async () => {
  const city = await signIn(program.browser, program.base, "contributor@demo.example");
  await city.goto(`${program.base}/fr${plan}/registers/measure/m1`);
  await city.fill("#outputs", "Un guichet, six jours par semaine");
  await city.getByRole("button", { name: "Enregistrer", exact: true }).click();
  await city.getByText("Enregistré.").waitFor();
  await city.goto(`${program.base}/fr${plan}/registers/measure/m4`);
  assert.equal(await city.locator("form.j-topic").count(), 0, "the ministry's measure is read, not written");
  // The next report starts from the last one.
  await city.goto(`${program.base}/fr${plan}/registers/progress/p5`);
  await city.getByRole("link", { name: /Repartir de cette entrée/ }).click();
  assert.equal(await city.inputValue("#measure"), "m3");
  await city.fill("#period", "2026-Q4");
  assert.equal(await city.inputValue("#period"), "2026-Q4");
  assert.equal(await city.inputValue("#state"), "under_way");
  await city.getByRole("button", { name: "Enregistrer", exact: true }).click();
  await city.getByText("Enregistré.").waitFor();
  await city.context().close();
});

test("a committee adopts an amendment, and the public reads what changed and why", async () => {
  const unit = await signIn(program.browser, program.base, "national@demo.example");
  await unit.goto(`${program.base}/fr${plan}/registers/measure/m5`);
  await unit.fill("#risks", "Une commune se retire");
  await unit.getByRole("button", { name: "Enregistrer", exact: true }).click();
  await unit.getByText("Enregistré.").waitFor();
  await unit.goto(`${program.base}/fr${plan}/publication`);
  assert.equal(await unit.getByRole("button", { name: "Publier", exact: true }).count(), 0, "nothing is ready");
  const committee = await signIn(program.browser, program.base, "committee@demo.example");
  await committee.goto(`${program.base}/fr${plan}/publication`);
  await committee.getByRole("link", { name: /a changé|ont changé/ }).click();
  assert.match(await committee.innerText("main"), /Une commune se retire/);
  await committee.goBack();
  await committee.getByRole("button", { name: "Adopter le texte tel qu’il est" }).click();
  await committee.getByText("signé", { exact: true }).waitFor();
  await unit.goto(`${program.base}/fr${plan}/publication`);
  await unit.getByText("Publier : Le plan").click();
  await unit.getByRole("button", { name: "Publier", exact: true }).first().click();
  await unit.getByRole("link", { name: /dites pourquoi/ }).click();
  await unit.fill("#reason", "Un risque apparu au printemps");
  for (const language of ["fr", "en", "es"]) await unit.check(`#language-plan-${language}`);
  await unit.check("#accept_incomplete-plan");
  await unit.getByRole("button", { name: "Publier", exact: true }).first().click();
  await unit.waitForLoadState();
  const reader = await (await program.browser.newContext()).newPage();
  await reader.goto(`${program.base}/en/plans/norvalie-plan-2026`);
  const text = await reader.innerText("main");
  assert.match(text, /Un risque apparu au printemps/);
  assert.match(text, /Une commune se retire/);
  await reader.getByRole("link", { name: "Published progress" }).click();
  assert.match(await reader.innerText("#published-progress"), /Published progress/);
  await unit.context().close();
});

test("a statistics officer imports an extract, is refused, protects the table and signs it", async () => {
  const cycle = "/fr/work/dossiers/norvalie-plan-2026";
  const officer = await signIn(program.browser, program.base, "statistics@demo.example");
  // Rows of an invented register; a table of it has groups of two, which must not be told.
  const rows = ["PERSON,SEX,AREA"];
  for (let n = 1; n <= 120; n += 1) rows.push(`P${n}x,${n % 2 ? "F" : "M"},${n <= 2 ? "W" : n % 3 ? "N" : "S"}`);
  await officer.goto(`${program.base}${cycle}/statistics/datasets/new`);
  await officer.fill("#title", "Registre, extrait");
  await officer.selectOption("#source", { label: "Registre des domiciliations" });
  await officer.fill("#purpose", "Suivi du plan");
  await officer.setInputFiles("#file", { name: "extrait.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\n")) });
  await officer.click("main form button");
  await officer.waitForURL(/statistics\/datasets\/[0-9a-f]+$/);
  const dataset = officer.url();
  // The area of two people was not named by the program: it names no code that few have.
  const described = await officer.inputValue("#text");
  assert.doesNotMatch(described, /"W"/);
  const corrected = described.replace(/(column = "AREA"\nlabel = "")\n(?:#[^\n]*\n)*type = "category"\ncodelist = "area"\non_fault = "stop"/, '$1\ntype = "category"\ncodelist = "areas"')
    .replace(/\[\[codelists\]\]\nname = "area"\ncodes = \[\n[^\]]*\]\n/, "");
  assert.notEqual(corrected, described);
  await officer.click("#description ~ details summary");
  await officer.fill("#text", `${corrected}\n[[codelists]]\nname = "areas"\ncodes = [{ code = "N", label = "Nord" }, { code = "S", label = "=Sud" }, { code = "W", label = "Ouest" }]\n`);
  await officer.click("form[action$='/describe'] button[value=import]");
  await officer.waitForSelector("text=120", { timeout: 20000 });
  const lead = await signIn(program.browser, program.base, "national@demo.example");
  await lead.goto(dataset);
  await lead.click("main form button");
  await officer.goto(`${dataset}/tables/new`);
  await officer.fill("#title", "Personnes par territoire et sexe");
  await officer.fill("#period", "2026");
  await officer.selectOption("#dimension_1", "area");
  await officer.selectOption("#dimension_2", "sex");
  await officer.check("input[name=method][value=none]");
  await officer.click("main form.j-form button");
  await officer.waitForURL(/statistics\/tables\/[0-9a-f]+$/);
  const table = officer.url();
  const judged = async () => { await officer.click("main form[action$='/judge'] button"); await officer.waitForSelector("#audit", { timeout: 60000 }); };
  await judged();
  assert.match(await officer.textContent("#audit"), /refusé/);
  assert.equal(await officer.locator("form[action$='/sign']").count(), 0, "what was refused cannot be signed");
  const found = [];
  const boundaries = `${program.base}${cycle}/statistics/boundaries/new`;
  for (const address of [dataset, table, `${table}/specification`, `${program.base}${cycle}/statistics`, boundaries]) await judge(officer, new URL(address).pathname, found);
  await officer.goto(`${table}/specification`);
  await officer.check("input[name=method][value=suppression]");
  await officer.click("main form.j-form button");
  await officer.waitForURL(table);
  await officer.click("main form[action$='/judge'] button");
  await officer.waitForSelector("form[action$='/sign']", { timeout: 60000 });
  assert.match(await officer.textContent("main"), /confidentiel/);
  await officer.click("form[action$='/sign'] button");
  await officer.click("#signed ~ ul a, section[aria-labelledby=signed] a");
  await officer.waitForURL(/plans\/norvalie-plan-2026\/tables\/\d+$/);
  const reader = await (await program.browser.newContext({ javaScriptEnabled: false })).newPage();
  await reader.goto(officer.url());
  assert.match(await reader.textContent("main"), /Personnes par territoire et sexe/);
  const lines = (await (await reader.request.get(`${officer.url()}/table.csv`)).text()).trim().split("\n");
  const west = lines.filter((line) => line.startsWith("W,"));
  assert.ok(west.length === 3 && west.every((line) => /,,suppressed\s*$/.test(line)), `two people are not told: ${west}`);
  assert.ok(lines.some((line) => line.includes("'=Sud")), "a label is no formula");
  for (const path of [new URL(officer.url()).pathname, "/fr/plans/norvalie-plan-2026/indicators", "/ar/plans/norvalie-plan-2026/indicators/i3"]) await judge(officer, path, found);
  assert.deepEqual(found, []);
  await officer.context().close();
  await lead.context().close();
});

test("what is written in a field stays text", async () => {
  const { base, browser } = program;
  const page = await signIn(browser, base, "national@demo.example");
  let alerted = false;
  page.on("dialog", (dialog) => { alerted = true; dialog.dismiss(); });
  const hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>";
  await page.goto(`${base}/fr${work}/questionnaire?q=${encodeURIComponent(hostile)}`);
  assert.equal(await page.inputValue("#q"), hostile);
  assert.equal(await page.locator("main script").count(), 0);
  assert.equal(alerted, false);
});

test("nobody sees what is not theirs, and a forged form is refused", async () => {
  const { base, browser } = program;
  const stranger = await (await browser.newContext()).newPage();
  const hidden = await stranger.goto(`${base}/fr${work}/findings`);
  assert.match(stranger.url(), /sign-in/);
  assert.equal(hidden.status(), 200);
  const admin = await signIn(browser, base, "admin@demo.example");
  const there = await admin.goto(`${base}/fr${work}/findings`);
  const absent = await admin.goto(`${base}/fr/work/dossiers/no-such-dossier/findings`);
  assert.deepEqual([there.status(), absent.status()], [404, 404]);
  const lead = await signIn(browser, base, "lead@demo.example");
  const forged = await lead.request.post(`${base}/fr${work}/stage`, { form: { target: "collection" } });
  assert.equal(forged.status(), 403);
});

test("a filter replaces the list alone; going back restores it, and the language switch keeps it", async () => {
  const lead = await signIn(program.browser, program.base, "lead@demo.example");
  await lead.goto(`${program.base}/fr${work}/checks`);
  await lead.evaluate(() => { window.stayed = true; });
  const count = () => lead.textContent("[data-announce]");
  const before = await count();
  await lead.selectOption("#severity", "error");
  await lead.waitForURL(/severity=error/);
  await lead.waitForFunction((old) => document.querySelector("[data-announce]").textContent !== old, before);
  assert.equal((await lead.textContent("[data-live]")).trim(), (await count()).trim(), "the count is announced");
  assert.match(await lead.getAttribute("a[hreflang=en]", "href"), /severity=error/);
  await lead.goBack();
  await lead.waitForFunction((old) => document.querySelector("[data-announce]").textContent === old, before);
  assert.equal(await lead.inputValue("#severity"), "", "the filter goes back with its list");
  assert.ok(await lead.evaluate(() => window.stayed), "the page was never left");
  await lead.context().close();
});

test("the command line verifies the ledger, and notices when a row is altered", async () => {
  const run = (...args) => execFileSync(binary, [...args, "--data-dir", program.folder], { encoding: "utf8" });
  assert.match(run("audit", "verify"), /verifies/);
  const exported = join(program.folder, "ledger.jsonl");
  run("audit", "export", "--output", exported);
  const lines = readFileSync(exported, "utf8").trim().split("\n");
  assert.ok(lines.length > 5);
  const out = join(program.folder, "out.pdf");
  run("report", "montreal-igm-2019", "--lang", "es", "--format", "pdf", "--output", out);
  assert.equal(readFileSync(out).subarray(0, 5).toString(), "%PDF-");
  // Somebody with access to the file changes a finding behind the ledger's back, and puts it back.
  const change = (from, to) => execFileSync("python3", ["-c", `import sqlite3, sys
house = sqlite3.connect(sys.argv[1])
house.execute("UPDATE finding SET body = replace(body, ?, ?) WHERE key = 'R1.1.01'", sys.argv[2:])
house.commit()`, join(program.folder, "jalon.sqlite"), from, to]);
  change("well_developed", "to_strengthen");
  assert.throws(() => run("audit", "verify"), (error) => error.status === 1 && /finding\/R1\.1\.01 is not what entry \d+ says/.test(error.stdout));
  change("to_strengthen", "well_developed");
  assert.match(run("audit", "verify"), /verifies/);
  // Somebody with access to the file changes who did what; the guard of the table does not stop them, the chain does.
  execFileSync("python3", ["-c", `import sqlite3, sys
house = sqlite3.connect(sys.argv[1])
house.execute("DROP TRIGGER ledger_entry_no_update")
house.execute("UPDATE ledger_entry SET actor = 'nobody' WHERE sequence = 2")
house.commit()`, join(program.folder, "jalon.sqlite")]);
  assert.throws(() => run("audit", "verify"), (error) => error.status === 1 && /entry 2/.test(error.stdout));
});
