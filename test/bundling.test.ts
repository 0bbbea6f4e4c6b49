import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { bundles } from '../bundling/bundles.ts'
import { rootFolder } from '../bundling/root-folder.ts'

it('are what bundling makes of their sources now: npm run bundles', async () => {
  for (const { path, text } of await bundles())
    expect(await readFile(new URL(`../${path}`, import.meta.url), 'utf8'), path).toBe(text)
})

it('are made in a folder whose name has spaces and letters of any alphabet', () => {
  expect(rootFolder('file:///home/O%CA%BBquv%20markaz/kohort/bundling/page-bundle.ts')).toBe(
    '/home/Oʻquv markaz/kohort/',
  )
})
