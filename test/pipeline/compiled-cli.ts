import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { globSync } from 'tinyglobby'
import ts from 'typescript'

const folder = 'node_modules/.cache/kohort'
const bundle = join(folder, 'cli.mjs')

/**
 * The command line in a few files, made of what `npm run build` writes into `dist/` (without checking types, and only if
 * something changed): a process that reads a thousand modules takes four times as long to start, and tests start
 * hundreds. What few commands need lies in files of its own, as do the libraries that these load.
 */
export async function compiledCli(): Promise<string> {
  const compiled = globSync('{schemas,transforms,reports,pipeline,sample-data}/**/*.ts').map(compile)
  // Libraries are in it, too.
  const parts = [...compiled, 'package-lock.json', 'test/pipeline/compiled-cli.ts']
  if (modified(bundle) > Math.max(...parts.map(modified))) return bundle
  const { outputFiles } = await build({
    entryPoints: ['dist/pipeline/cli.js'],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    // They read files beside them, or are loaded only where they are needed.
    external: [
      '@duckdb/node-bindings*',
      '@faker-js/faker',
      'apache-arrow',
      'exceljs',
      'highs',
      'playwright-core',
    ],
    // Libraries in CommonJS ask for Node's modules.
    banner: {
      js: "const require = process.getBuiltinModule('module').createRequire(import.meta.url)",
    },
    plugins: [ownUrls],
    write: false,
  })
  // All are named for what they hold but one, which leads to the others.
  const leads = ({ path }: { path: string }) => path.endsWith(bundle)
  for (const { path, text } of outputFiles.toSorted((a, b) => Number(leads(a)) - Number(leads(b))))
    write(path, text)
  const kept = new Set(outputFiles.map(({ path }) => basename(path)))
  for (const path of readdirSync(folder)
    .filter((name) => !kept.has(name))
    .map((name) => join(folder, name)))
    if (modified(path) < Date.now() - hour) rmSync(path, { force: true })
  return bundle
}

/** How long others who test may still read what was made before. */
const hour = 3_600_000

/** A module looks for files beside where it lies itself. */
const ownUrls: Plugin = {
  name: 'own URLs',
  setup({ onLoad }) {
    const own = join(process.cwd(), 'dist/')
    onLoad({ filter: /\.js$/ }, ({ path }) =>
      path.startsWith(own)
        ? {
            contents: readFileSync(path, 'utf8').replaceAll(
              'import.meta.url',
              JSON.stringify(pathToFileURL(path).href),
            ),
          }
        : null,
    )
  },
}

/** Compiles a module unless that was done since it changed; returns where to. */
function compile(path: string): string {
  const compiled = join('dist', path.replace(/\.ts$/, '.js'))
  if (modified(compiled) > modified(path)) return compiled
  const { outputText } = ts.transpileModule(readFileSync(path, 'utf8'), {
    fileName: path,
    compilerOptions: {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ES2022,
      rewriteRelativeImportExtensions: true,
    },
  })
  write(compiled, outputText)
  return compiled
}

function modified(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

/** Other runs of tests may read it at the same moment. */
function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.${process.pid}`, text)
  renameSync(`${path}.${process.pid}`, path)
}
