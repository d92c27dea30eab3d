// Opens one HTML file from disk at each width and colour scheme, and prints what a browser says of it as JSON.
// node look.mjs CHROMIUM PAGE PROFILE_FOLDER [PICTURES_FOLDER]
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [executablePath, page, profile, pictures] = process.argv.slice(2);
const address = pathToFileURL(page).href;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];
const VIEWS = [
  { name: "desktop", width: 1280, height: 900 },
  { name: "phone", width: 390, height: 844 },
];

async function look(context, view, colorScheme) {
  const tab = await context.newPage();
  const messages = [];
  const requests = [];
  tab.on("console", (message) => messages.push(`${message.type()}: ${message.text()}`));
  tab.on("pageerror", (error) => messages.push(`error: ${error.message}`));
  tab.on("request", (request) => requests.push(request.url()));
  await tab.setViewportSize({ width: view.width, height: view.height });
  await tab.emulateMedia({ colorScheme });
  await tab.goto(address, { waitUntil: "load" });
  if (pictures) {
    await tab.screenshot({ path: join(pictures, `${view.name}-${colorScheme}.png`), fullPage: true });
  }
  // What is folded away is read too.
  await tab.evaluate(() => document.querySelectorAll("details").forEach((each) => { each.open = true; }));
  const widths = await tab.evaluate(() => ({
    page: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }));
  const background = await tab.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const letters = await tab.evaluate(() => Math.min(
    ...[...document.querySelectorAll("svg")].map((svg) => 14 * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width),
  ));
  const cut = await tab.evaluate(() => [...document.querySelectorAll("svg")].flatMap((svg) => {
    const frame = svg.getBoundingClientRect();
    return [...svg.querySelectorAll("text")].filter((text) => {
      const box = text.getBoundingClientRect();
      return box.left < frame.left - 1 || box.right > frame.right + 1
        || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
    }).map((text) => `${svg.querySelector("title").textContent}: ${text.textContent}`);
  }));
  await tab.evaluate(axe);
  const found = await tab.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const violations = found.violations.map(({ id, impact, help, nodes }) => (
    { id, impact, help, where: nodes.slice(0, 5).map((node) => node.target.join(" ")) }
  ));
  await tab.close();
  return { view: view.name, colorScheme, messages, requests, widths, background, letters, cut, violations };
}

const context = await chromium.launchPersistentContext(profile, { executablePath, args: FLAGS, headless: true });
try {
  const seen = [];
  for (const view of VIEWS) {
    for (const colorScheme of ["light", "dark"]) {
      seen.push(await look(context, view, colorScheme));
    }
  }
  const tab = await context.newPage();
  await tab.emulateMedia({ colorScheme: "dark" });
  await tab.goto(address);
  await tab.emulateMedia({ media: "print", colorScheme: "dark" });
  const print = await tab.evaluate(() => ({
    background: getComputedStyle(document.querySelector(".verdict")).backgroundColor,
    ink: getComputedStyle(document.body).color,
    folded: [...document.querySelectorAll("details table")].filter((each) => !each.checkVisibility(
      { contentVisibilityAuto: true },
    )).length,
    tables: document.querySelectorAll("details table").length,
  }));
  if (pictures) {
    await tab.pdf({ path: join(pictures, "print.pdf"), format: "A4" });
  }
  process.stdout.write(JSON.stringify({ address, seen, print }));
} finally {
  await context.close();
}
