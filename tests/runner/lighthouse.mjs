// `node lighthouse.mjs FOLDER CHROMIUM URL ARGUMENT …` prints a line of JSON: for the form as it is
// opened, for the result and for the plan, the scores and what they lack, by category.
// FOLDER holds node_modules with lighthouse.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [folder, executablePath, url, ...args] = process.argv.slice(2);
const require = createRequire(pathToFileURL(`${folder}/package.json`));
const load = async (name) => import(pathToFileURL(require.resolve(name)));
const { startFlow } = await load("lighthouse");
const puppeteer = (await load("puppeteer-core")).default;

const config = {
  extends: "lighthouse:default",
  settings: { onlyCategories: ["accessibility", "best-practices"], locale: "en" },
};
const browser = await puppeteer.launch({ executablePath, args, headless: true });
try {
  const page = await browser.newPage();
  const flow = await startFlow(page, { config });
  await flow.navigate(url, { name: "form" });
  await page.goto(url);
  await page.waitForSelector(".om-check-guided");
  await press("begin");
  await page.$$eval('[name^="a-"][value="much"]', (radios) => radios.forEach((radio) => radio.click()));
  await press("submit");
  await page.waitForSelector('[data-om="view"] [data-om="to-plan"]');
  await press("take");
  await flow.snapshot({ name: "result" });
  await press("to-plan");
  await page.waitForSelector('[data-om="view"] [data-om="planned"] > li');
  await flow.snapshot({ name: "plan" });
  const { steps } = await flow.createFlowResult();
  console.log(JSON.stringify(Object.fromEntries(steps.map(({ name, lhr }) => [name, found(lhr)]))));

  async function press(part) {
    await page.$$eval(`[data-om="${part}"]`, (all) =>
      all.find((one) => one.checkVisibility({ visibilityProperty: true }))?.click(),
    );
  }
} finally {
  await browser.close();
}

function found({ categories, audits, runtimeError }) {
  if (runtimeError) throw new Error(runtimeError.message);
  return Object.fromEntries(
    Object.values(categories).map(({ id, score, auditRefs }) => [
      id,
      {
        score: Math.round(score * 100),
        lacks: auditRefs
          .filter(({ weight }) => weight > 0)
          .map(({ id }) => audits[id])
          .filter(({ score }) => score !== null && score < 1)
          .map(({ id, title, details }) => `${id}: ${title} ${JSON.stringify(details?.items ?? []).slice(0, 600)}`),
      },
    ]),
  );
}
