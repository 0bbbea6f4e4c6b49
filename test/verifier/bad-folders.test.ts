import { createHash } from 'node:crypto'
import { mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { readChecksumList, staysInside } from '../../verifier/checksum-list.ts'
import { run } from '../../verifier/command.ts'
import { verifyFolder } from '../../verifier/verify-folder.ts'
import { reseal, rewriteText } from '../reports/damage.ts'
import { copyOf, freshFolder, tableOf, writeSigned } from './signed-release.ts'

let october = ''
beforeAll(async () => {
  const releases = await freshFolder()
  october = (await writeSigned(releases, tableOf())).folder
  return () => rm(releases, { recursive: true })
})

describe('a folder that is no whole release', () => {
  it('is told when it is empty', async () => {
    const folder = await copyOf(october)
    await rm(folder, { recursive: true })
    await mkdir(folder)
    const { exitCode, output } = await run([folder], {})
    expect(exitCode).toBe(3)
    expect(output).toContain('Check of a folder that holds no readable release')
    expect(output).toContain('The list of checksums, SHA256SUMS, is missing')
    expect(output).toContain('The file manifest.json is missing')
  })

  it('is told when its manifest was cut off', async () => {
    const folder = await copyOf(october)
    await truncate(join(folder, 'manifest.json'), 1000)
    const { manifest, findings } = await verifyFolder(folder)
    expect(manifest).toBeNull()
    expect(findings).toEqual([
      { rule: 'manifest', where: 'manifest.json', clause: 'a manifest is JSON' },
      expect.objectContaining({ rule: 'changed', where: 'manifest.json' }),
    ])
  })

  it('is not read at all where a list would take more memory than any list has', async () => {
    const folder = await copyOf(october)
    // A sparse file: nothing of it is on disk.
    await truncate(join(folder, 'manifest.json'), 257 * 2 ** 20)
    expect((await verifyFolder(folder)).findings).toContainEqual({
      rule: 'manifest',
      where: 'manifest.json',
      clause: 'a release has a manifest',
    })
  })

  it('ends soon, whatever somebody put into it', async () => {
    const folder = await copyOf(october)
    await writeFile(Buffer.concat([Buffer.from(`${folder}/tables/`), Buffer.from([0xff, 0xfe])]), '')
    await writeFile(join(folder, 'report', 'endless.html'), '')
    // Hashing as much would take an hour.
    await truncate(join(folder, 'report', 'endless.html'), 2 ** 40)
    expect((await verifyFolder(folder)).findings).toEqual([
      expect.objectContaining({ rule: 'foreign' }),
      expect.objectContaining({ rule: 'added', where: 'report/endless.html' }),
    ])
  })

  it('is told when a table was made to exhaust its reader', async () => {
    const folder = await copyOf(october)
    await writeFile(join(folder, 'tables', 'test-results.csv'), `"${'a'.repeat(2 ** 25)}"\n`)
    await reseal(folder)
    const { findings } = await verifyFolder(folder)
    expect(findings).toEqual([expect.objectContaining({ rule: 'table', where: 'test-results' })])
  })

  it('is told when every row of a long table is wrong', async () => {
    const folder = await copyOf(october)
    const codes = Array.from({ length: 100_000 }, (_, i) => `c${String(i).padStart(5, '0')}`)
    const labels = { en: 'Any' }
    await rewriteText(folder, 'manifest.json', (text) => {
      const manifest = JSON.parse(text)
      manifest.tables[0].dimensions.pop()
      manifest.tables[0].dimensions[0].codes = [
        { code: '_T', parent: null, level: 0, labels },
        ...codes.map((code) => ({ code, parent: '_T', level: 1, labels })),
      ]
      return `${JSON.stringify(manifest, null, 2)}\n`
    })
    const [header = ''] = (await readFile(join(folder, 'tables', 'test-results.csv'), 'utf8')).split('\n')
    const rows = ['_T', ...codes].map((code) => `${code},2026-10,1,A,1,A,,c,,c`)
    const csv = `${[header.replace(',gender', ''), ...rows].join('\n')}\n`
    await writeFile(join(folder, 'tables', 'test-results.csv'), csv)
    await reseal(folder)
    const { exitCode, output } = await run([folder], {})
    expect(exitCode).toBe(3)
    expect(output).toContain('shows figures of fewer than 10 learners')
  })

  it('is told when it promises less than any policy may', async () => {
    const folder = await copyOf(october)
    await rewriteText(folder, 'manifest.json', (text) => {
      const { policy } = JSON.parse(text)
      const few = JSON.stringify({ ...policy.parameters, minimumContributors: 4 })
      const sha256 = createHash('sha256').update(few).digest('hex')
      return text
        .replaceAll('"minimumContributors": 10', '"minimumContributors": 4')
        .replace(policy.sha256, sha256)
    })
    await reseal(folder)
    expect((await verifyFolder(folder)).findings).toEqual([expect.objectContaining({ rule: 'minimum-low' })])
  })

  it('is not looked into where it has other folders', async () => {
    const folder = await copyOf(october)
    await mkdir(join(folder, 'tables', 'more'))
    await writeFile(join(folder, 'tables', 'more', 'names.csv'), 'Aziza\n')
    expect((await verifyFolder(folder)).findings).toEqual([
      expect.objectContaining({ rule: 'foreign', where: 'tables/more' }),
    ])
  })
})

describe('wrong usage', () => {
  it.each([
    { what: 'no folder', args: [] },
    { what: 'two folders', args: ['.', '.'] },
    { what: 'a folder that is none', args: ['package.json'] },
    { what: 'an earlier release that is none', args: ['.', '--previous', 'nosuch'] },
    { what: 'a key that is none', args: ['.', '--public-key', 'package.json'] },
    { what: 'a language that is none', args: ['.', '--language', 'fr'] },
    { what: 'an option that is none', args: ['.', '--trust'] },
  ])('$what: ends with 2 and says how to use it', async ({ args }) => {
    const { exitCode, output } = await run(args, {})
    expect(exitCode).toBe(2)
    expect(output).toContain('usage: node kohort-verify.mjs RELEASE')
  })
})

describe('a list of checksums', () => {
  const hash = 'ab'.repeat(32)
  it.each([
    { what: 'nothing listed', text: '', size: 0 },
    { what: 'two files', text: `${hash}  a\n${hash}  b/c\n`, size: 2 },
    { what: 'a file twice', text: `${hash}  a\n${hash}  a\n`, size: null },
    { what: 'files out of order', text: `${hash}  b\n${hash}  a\n`, size: null },
    { what: 'a way out', text: `${hash}  ../a\n`, size: null },
    { what: 'capitals', text: `${hash.toUpperCase()}  a\n`, size: null },
    { what: 'CRLF', text: `${hash}  a\r\n`, size: null },
    { what: 'no last line feed', text: `${hash}  a`, size: null },
  ])('$what', ({ text, size }) => {
    expect(readChecksumList(text)?.size ?? null).toBe(size)
  })

  it('names files in the folder, in one way', () => {
    expect(['a', 'tables/a.csv'].every(staysInside)).toBe(true)
    for (const path of ['/a', '..', 'a/../b', './a', 'a//b', 'a\\b', 'a\u0000', '', 'a/'])
      expect([path, staysInside(path)]).toEqual([path, false])
  })
})
