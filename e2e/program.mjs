// Starts the real program on a free port with a data folder of its own, and a browser to use it with.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
export const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
export const password = "jalon-demo-2026";
export const binary = process.env.JALON_BIN ?? "jalon";

export async function start() {
  const folder = mkdtempSync(join(tmpdir(), "jalon-e2e-"));
  const program = spawn(binary, ["demo", "--data-dir", folder, "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "inherit"] });
  const base = await new Promise((resolve, reject) => {
    let said = "";
    program.stdout.on("data", (part) => {
      said += part;
      const found = said.match(/Listening on (http:\/\/\S+)/);
      if (found) resolve(found[1]);
    });
    program.on("exit", (code) => reject(new Error(`the program ended with ${code}: ${said}`)));
  });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  const stop = async () => {
    await browser.close();
    const ended = new Promise((resolve) => program.on("exit", resolve));
    program.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { base, folder, browser, stop };
}

export async function signIn(browser, base, email, language = "fr", options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: language, acceptDownloads: true, ...options });
  const page = await context.newPage();
  await page.goto(`${base}/${language}/sign-in`);
  await page.fill("#email", email);
  await page.fill("#password", password);
  await Promise.all([page.waitForURL(/\/work/), page.click("main form button")]);
  return page;
}

// WCAG 2.0 to 2.2, levels A and AA.
export async function violations(page) {
  await page.evaluate(axeSource);
  const result = await page.evaluate(() =>
    axe.run(document, { runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }, resultTypes: ["violations"] }));
  return result.violations.map((v) => `${v.id} ×${v.nodes.length}: ${v.help} (${v.nodes[0].target.join(" ")})`);
}
