// Lighthouse on the addresses of standard input, one line of JSON for each: {form: [run, ...]}.
//
//   node lighthouse.mjs PATH_OF_CHROMIUM < addresses, one JSON array [address, runs] a line
import { createInterface } from "node:readline";
import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
// Mobile is Lighthouse's own choice: a phone of the middle class, its processor four times slower, slow 4G.
const FORMS = { mobile: undefined, desktop: desktopConfig };

/** The figures of one audit; scores from 0 to 100. */
function figures({ lhr }) {
  if (lhr.runtimeError) throw new Error(`${lhr.requestedUrl}: ${lhr.runtimeError.message}`);
  const score = Object.values(lhr.categories).map(({ id, score }) => [id.replace("-", "_"), Math.round(score * 100)]);
  const missed = Object.values(lhr.categories).filter(({ id }) => id !== "performance").flatMap(({ auditRefs }) => auditRefs)
    .filter(({ id, weight }) => weight && lhr.audits[id].score !== null && lhr.audits[id].score < 1).map(({ id }) => id);
  return {
    ...Object.fromEntries(score),
    lcp_ms: Math.round(lhr.audits["largest-contentful-paint"].numericValue),
    blocked_ms: Math.round(lhr.audits["total-blocking-time"].numericValue),
    layout_shift: Number(lhr.audits["cumulative-layout-shift"].numericValue.toFixed(4)),
    failed: missed,
    benchmark_index: Math.round(lhr.environment.benchmarkIndex),
  };
}

// Inside containers Chromium's own sandbox cannot be set up, and for root it refuses to start.
const chrome = await launch({ chromePath: process.argv[2], chromeFlags: ["--headless=new", "--no-sandbox"] });
try {
  for await (const line of createInterface({ input: process.stdin })) {
    const [address, runs] = JSON.parse(line);
    const found = {};
    for (const [form, config] of Object.entries(FORMS)) {
      found[form] = [];
      for (let run = 0; run < runs; run++) {
        found[form].push(figures(await lighthouse(address, { port: chrome.port, logLevel: "error", onlyCategories: CATEGORIES }, config)));
      }
    }
    console.log(JSON.stringify(found));
  }
} finally {
  chrome.kill();
}
