import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { bundles } from '../bundling/bundles.ts'

it('are what bundling makes of their sources now: npm run bundles', async () => {
  for (const { path, text } of await bundles())
    expect(await readFile(new URL(`../${path}`, import.meta.url), 'utf8'), path).toBe(text)
})
