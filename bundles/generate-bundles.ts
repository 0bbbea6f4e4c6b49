import { writeFile } from 'node:fs/promises'
import { bundleTexts } from './bundles.ts'

for (const { path, text } of await bundleTexts())
  await writeFile(new URL(`../${path}`, import.meta.url), text)
