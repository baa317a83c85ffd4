// Bundles the widgets into the Python package: `npm run build`, or `node build.js FOLDER`.
import { build } from "esbuild";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { minify } from "terser";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = process.argv[2] ?? here("../unrolled/widgets/static");

await mkdir(folder, { recursive: true });
await build({
  absWorkingDir: here("."),
  entryPoints: { unrolled: "main.js", widgets: "widgets.css" },
  outdir: folder,
  bundle: true,
  charset: "utf8",
  format: "esm",
  legalComments: "none",
  minify: true,
  target: ["es2022", "safari16"],
});

// Terser takes off what esbuild leaves: a twentieth of what readers load.
const script = `${folder}/unrolled.js`;
const { code } = await minify(await readFile(script, "utf8"), {
  ecma: 2022,
  module: true,
  compress: { passes: 3 },
});
await writeFile(script, `${code}\n`);
