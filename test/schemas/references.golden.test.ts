import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { references } from '../../pipeline/references.ts'

it.each(references())(
  '$path follows from the schemas; `npm run references` writes it anew',
  async ({ path, text }) => {
    expect(await readFile(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8')).toBe(text)
  },
)
