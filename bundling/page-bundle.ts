import { build } from 'esbuild'
import type { Bundle } from './bundles.ts'
import { rootFolder } from './root-folder.ts'

/** The script of a page, for browsers of the last five years, as a module that needs no file beside it. */
export async function pageBundle(): Promise<Bundle> {
  const { outputFiles } = await build({
    ...{ entryPoints: ['reports/page/browser/dom/page.ts'], bundle: true, minify: true },
    ...{ format: 'iife', target: 'es2021', charset: 'utf8', legalComments: 'none' },
    ...{ write: false, logLevel: 'silent' },
    absWorkingDir: rootFolder(import.meta.url),
  })
  const text = JSON.stringify(outputFiles[0]!.text.trim())
  return {
    path: 'reports/page/generated/page-script.ts',
    text: `/** The script of the page. Made by \`npm run bundles\`. */\nexport const pageScript = ${text}\n`,
  }
}
