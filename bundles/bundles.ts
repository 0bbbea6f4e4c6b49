import { fileURLToPath } from 'node:url'
import { type BuildOptions, build } from 'esbuild'

/** A file of the repository that is made of many, for a place where there are no others. */
interface Bundle {
  readonly path: string
  readonly options: BuildOptions
}

const root = fileURLToPath(new URL('..', import.meta.url))

const bundles: readonly Bundle[] = [
  {
    path: 'verifier/kohort-verify.mjs',
    options: {
      entryPoints: ['verifier/main.ts'],
      platform: 'node',
      target: 'node20',
      format: 'esm',
      banner: {
        js: `#!/usr/bin/env node
// Checks a release of learning statistics with nothing but Node 20 or newer: no network, no packages, no source data.
//
//   node kohort-verify.mjs RELEASE [--public-key FILE] [--previous RELEASE]... [--language uz|uz-Cyrl|ru|en] [--json]
//
// Exit codes: 0 nothing wrong was found, 3 something is wrong, 2 wrong usage.
//
// Part of Kohort. Licensed under the Apache License, Version 2.0 (https://www.apache.org/licenses/LICENSE-2.0).
// Made by "npm run bundles" from the folder verifier; change it there.
`,
      },
    },
  },
]

/** All bundles with the text that each should have. */
export async function bundleTexts(): Promise<readonly { readonly path: string; readonly text: string }[]> {
  return await Promise.all(
    bundles.map(async ({ path, options }) => {
      const { outputFiles } = await build({
        ...options,
        absWorkingDir: root,
        bundle: true,
        charset: 'utf8',
        write: false,
      })
      return { path, text: outputFiles.map(({ text }) => text).join('') }
    }),
  )
}
