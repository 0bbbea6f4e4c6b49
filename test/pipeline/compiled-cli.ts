import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { globSync } from 'tinyglobby'
import ts from 'typescript'

/**
 * The command line, compiled into `dist/` as `npm run build` does, but without checking types and only what changed: a
 * process that has to read TypeScript takes twice as long to start, and tests start hundreds.
 */
export function compiledCli(): string {
  for (const path of globSync('{schemas,transforms,reports,pipeline,sample-data}/**/*.ts')) {
    const compiled = join('dist', path.replace(/\.ts$/, '.js'))
    const changed = statSync(path).mtimeMs
    if ((statSync(compiled, { throwIfNoEntry: false })?.mtimeMs ?? 0) > changed) continue
    const { outputText } = ts.transpileModule(readFileSync(path, 'utf8'), {
      fileName: path,
      compilerOptions: {
        target: ts.ScriptTarget.ES2023,
        module: ts.ModuleKind.ES2022,
        rewriteRelativeImportExtensions: true,
      },
    })
    mkdirSync(dirname(compiled), { recursive: true })
    // Other runs of tests may read it at the same moment.
    writeFileSync(`${compiled}.${process.pid}`, outputText)
    renameSync(`${compiled}.${process.pid}`, compiled)
  }
  return join('dist', 'pipeline', 'cli.js')
}
