// The size of all widgets in one module, gzipped, as JSON, for bench.py.  The book ships no such
// module: each page loads the modules of its own widgets.
import { readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const web = fileURLToPath(new URL("../web/", import.meta.url));
const { build } = createRequire(web)("esbuild");
const { minify } = createRequire(web)("terser");

const scripts = (await readdir(web)).filter((file) => file.endsWith(".js") && !["build.js", "entry.js"].includes(file));
const lines = scripts.map((file, k) => `export { default as widget${k} } from "./${file}";`);
const built = await build({
  stdin: { contents: `${lines.join("\n")}\nexport { mount, prerender } from "./ui/frame.js";`, resolveDir: web },
  absWorkingDir: web,
  bundle: true,
  charset: "utf8",
  format: "esm",
  legalComments: "none",
  minify: true,
  target: ["es2022", "safari16"],
  write: false,
});
const { code } = await minify(built.outputFiles[0].text, { ecma: 2022, module: true, compress: { passes: 3 } });
process.stdout.write(JSON.stringify({ widgets: scripts.length, bytes: gzipSync(code, { level: 9 }).length }));
