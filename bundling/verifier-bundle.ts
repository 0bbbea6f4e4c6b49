import { build } from 'esbuild'
import { rootFolder } from './root-folder.ts'

const path = 'verifier/kohort-verify.mjs'

const head = `#!/usr/bin/env node
// Checks a release of learning statistics with nothing but Node 20 or newer: no network, no packages, no source data.
//
//   node kohort-verify.mjs RELEASE [--public-key FILE] [--previous RELEASE]... [--language uz|uz-Cyrl|ru|en] [--json]
//
// Exit codes: 0 nothing wrong was found, 3 something is wrong, 2 wrong usage.
//
// Part of Kohort. Licensed under the Apache License, Version 2.0 (https://www.apache.org/licenses/LICENSE-2.0).
// Made by "npm run bundles" from the folder verifier; change it there.
`

/** The verifier as one file for Node, readable, since its readers should look at it before they run it. */
export async function verifierBundle(): Promise<{ readonly path: string; readonly text: string }> {
  const { outputFiles } = await build({
    ...{ entryPoints: ['verifier/main.ts'], bundle: true, platform: 'node', target: 'node20', format: 'esm' },
    ...{ charset: 'utf8', write: false, logLevel: 'silent', banner: { js: head } },
    absWorkingDir: rootFolder(import.meta.url),
  })
  return { path, text: outputFiles[0]!.text }
}
