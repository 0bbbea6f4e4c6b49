import { writeFile } from 'node:fs/promises'
import { references } from './references.ts'

for (const { path, text } of references()) await writeFile(new URL(`../${path}`, import.meta.url), text)
