import { build } from 'esbuild'

/** Files of the repository that are made of others by bundling, with the text that each should have. */
export async function bundles(): Promise<readonly { readonly path: string; readonly text: string }[]> {
  return [
    {
      path: 'reports/page/generated/page-script.ts',
      text: asModule(
        'pageScript',
        'The script of the page.',
        await bundled('reports/page/browser/dom/page.ts'),
      ),
    },
  ]
}

/** One script for browsers of the last five years. */
async function bundled(entry: string): Promise<string> {
  const { outputFiles } = await build({
    ...{ entryPoints: [entry], bundle: true, minify: true, format: 'iife', target: 'es2021' },
    ...{ charset: 'utf8', legalComments: 'none', write: false, logLevel: 'silent' },
    absWorkingDir: new URL('..', import.meta.url).pathname,
  })
  return outputFiles[0]!.text.trim()
}

function asModule(name: string, says: string, text: string): string {
  return `/** ${says} Made by \`npm run bundles\`. */\nexport const ${name} = ${JSON.stringify(text)}\n`
}
