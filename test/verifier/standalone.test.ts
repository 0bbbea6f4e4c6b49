import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { bundles } from '../../bundling/bundles.ts'
import { kohort } from '../pipeline/command-line.ts'
import { flipByte } from '../reports/damage.ts'
import { copyOf, freshFolder, keyText, tableOf, writeSigned } from './signed-release.ts'

let [place, october] = ['', '']
const program = () => join(place, 'kohort-verify.mjs')

beforeAll(async () => {
  place = await freshFolder()
  october = (await writeSigned(place, tableOf())).folder
  await writeFile(join(place, 'school.pub'), keyText)
  const handed = await kohort('verifier', '--out', program(), '--json')
  expect(handed.exitCode).toBe(0)
  const sha256 = createHash('sha256')
    .update(await readFile(program()))
    .digest('hex')
  expect(JSON.parse(handed.stdout)).toEqual({ file: program(), sha256 })
  return () => rm(place, { recursive: true })
})

const node = (...args: readonly string[]) => nodeAs({}, ...args)
const nodeAs = (user: { readonly uid?: number }, ...args: readonly string[]) =>
  spawnSync(process.execPath, [program(), ...args], {
    ...user,
    cwd: place,
    encoding: 'utf8',
    env: { LANG: 'ru_RU.UTF-8' },
  })

describe('the file that is handed out', () => {
  it('is what bundling gives now', async () => {
    for (const { path, text } of await bundles()) expect(await readFile(path, 'utf8')).toBe(text)
  })

  it('needs nothing but Node', async () => {
    const text = await readFile(program(), 'utf8')
    const imported = [...text.matchAll(/^import .* from "(.*)";$/gm)].map(([, name]) => name)
    expect(imported.length).toBeGreaterThan(3)
    expect(imported.filter((name) => name?.startsWith('node:') !== true)).toEqual([])
    expect(text).not.toMatch(/\bimport\(|\brequire\(|fetch\(/)
  })

  it('is never written over', async () => {
    const again = await kohort('verifier', '--out', program())
    expect([again.exitCode, again.stdout]).toEqual([2, ''])
    expect(again.stderr).toContain('the verifier is written to a new file')
  })

  it('checks a release from anywhere, in the language of its reader, the verdict last', () => {
    const { status, stdout } = node(october, '--public-key', 'school.pub')
    expect(status).toBe(0)
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(
      'ИТОГ: ошибок нет, выпуск исходит от владельца указанного вами ключа.',
    )
  })

  it('says so where the tables cannot be read', async () => {
    const copy = await copyOf(october)
    await chmod(place, 0o755)
    await chmod(copy, 0o755)
    await chmod(join(copy, 'tables'), 0)
    // Root reads everything.
    const { status, stdout, stderr } = nodeAs(process.getuid?.() === 0 ? { uid: 65_534 } : {}, copy)
    await chmod(join(copy, 'tables'), 0o755)
    expect([status, stderr]).toEqual([3, ''])
    expect(stdout).toContain('Папку tables не удаётся прочитать.')
    expect(stdout).toContain('  unreadable-folder: tables: every folder can be read')
    expect(stdout).not.toContain('Файл tables/test-results.csv')
  })

  it('says what is wrong to people and to machines, and ends with 3', async () => {
    const copy = await copyOf(october)
    await flipByte(copy, 'tables/test-results.csv', 100)
    const plain = node(copy, '--language', 'uz')
    expect(plain.status).toBe(3)
    expect(plain.stdout).toContain('Xato:          tables/test-results.csv fayli oʻzgartirilgan')
    expect(plain.stdout).toContain(
      '  changed: tables/test-results.csv: a file has the SHA-256 that SHA256SUMS states',
    )
    const { status, stdout } = node(copy, '--json', '--language', 'en')
    expect(status).toBe(3)
    expect(JSON.parse(stdout)).toMatchObject({
      release: 'uzbekistan/2026-10/1',
      passed: false,
      signature: 'unchecked',
      findings: [{ rule: 'changed', where: 'tables/test-results.csv' }],
      verdict: 'RESULT: something is wrong with this release. Do not use it; ask the publisher.',
    })
  })
})
