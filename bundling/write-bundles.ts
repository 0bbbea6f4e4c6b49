import { writeFile } from 'node:fs/promises'
import { bundles } from './bundles.ts'

for (const { path, text } of await bundles()) await writeFile(new URL(`../${path}`, import.meta.url), text)
