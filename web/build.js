// Bundles each widget into the Python package: `npm run build`, or `node build.js FOLDER`.
import { build } from "esbuild";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { minify } from "terser";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = process.argv[2] ?? here("../unrolled/widgets/static");
const common = {
  absWorkingDir: here("."),
  outdir: folder,
  bundle: true,
  charset: "utf8",
  legalComments: "none",
  minify: true,
  target: ["es2022", "safari16.4"],
};

/** One widget with all that it needs: a notebook can load no second file. */
async function module(name) {
  await build({ ...common, entryPoints: { [name]: "entry.js" }, alias: { widget: `./${name}.js` }, format: "esm" });
  // Terser takes off what esbuild leaves: a twentieth of what readers load.
  const script = `${folder}/${name}.js`;
  const { code } = await minify(await readFile(script, "utf8"), { ecma: 2022, module: true, compress: { passes: 3 } });
  await writeFile(script, `${code}\n`);
}

const scripts = (await readdir(here("."))).filter((file) => file.endsWith(".js"));
const widgets = scripts.map((file) => file.slice(0, -3)).filter((name) => !["build", "entry"].includes(name));
await mkdir(folder, { recursive: true });
await build({ ...common, entryPoints: ["widgets.css"] });
await Promise.all(widgets.map(module));
