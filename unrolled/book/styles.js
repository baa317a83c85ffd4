// Reads what to bundle from standard input, writes one style sheet of the rules that its readers can need.
//
//   folder  : where the style sheets lie, and from where the one sheet will name fonts and pictures
//   sheets  : their names, in order
//   readers : paths of the pages and scripts that name classes, ids and elements
import { readFile } from "node:fs/promises";
import { extname, relative, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { build, transform } from "esbuild";
import { PurgeCSS } from "purgecss";

// Bootstrap's scripts put these names together when they need them.
const COMPOSED = /^bs-/;

const { folder, sheets, readers } = JSON.parse(await text(process.stdin));

/** Fonts and pictures stay where they are; only the way to them changes. */
const addresses = {
  name: "addresses",
  setup: ({ onResolve }) =>
    onResolve({ filter: /^[^#/]/ }, ({ kind, path, resolveDir }) =>
      kind === "url-token" && !path.startsWith("data:")
        ? { path: relative(folder, resolve(resolveDir, path)), external: true }
        : undefined),
};
const { outputFiles } = await build({
  stdin: { contents: sheets.map((sheet) => `@import "./${sheet}";`).join("\n"), resolveDir: folder, loader: "css" },
  bundle: true,
  write: false,
  logLevel: "error",
  plugins: [addresses],
});
const content = await Promise.all(
  readers.map(async (path) => ({ raw: await readFile(path, "utf8"), extension: extname(path).slice(1) })),
);
const [{ css }] = await new PurgeCSS().purge({ css: [{ raw: outputFiles[0].text }], content, safelist: [COMPOSED] });
const { code } = await transform(css, { loader: "css", minify: true });
process.stdout.write(code);
