import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { sha256Of } from '../../reports/checksums.ts'
import { readRelease } from '../../reports/read-release.ts'
import { removeAbandonedStaging } from '../../reports/staging.ts'
import { writeDuckdb } from '../../reports/write-duckdb.ts'
import { writeRelease } from '../../reports/write-release.ts'
import type { PublishedTable } from '../../schemas/cell.ts'
import { exampleTable, facts, filesBelow, held, results, tables, temporaryFolder } from './example-release.ts'

vi.mock('../../reports/write-duckdb.ts', async (original) => {
  const actual = await original<typeof import('../../reports/write-duckdb.ts')>()
  return { ...actual, writeDuckdb: vi.fn(actual.writeDuckdb) }
})
afterEach(() => {
  vi.mocked(writeDuckdb).mockClear()
})

const actual = await vi.importActual<typeof import('../../reports/write-duckdb.ts')>(
  '../../reports/write-duckdb.ts',
)

/** Does something, or fails, in the midst of a release. */
function midway(act: () => Promise<void>): void {
  vi.mocked(writeDuckdb).mockImplementationOnce(async (...parameters) => {
    await act()
    await actual.writeDuckdb(...parameters)
  })
}

it('reads back as it was written', async () => {
  const { folder, manifest } = await writeRelease(tables, facts, await temporaryFolder())
  expect(await readRelease(folder)).toEqual({ manifest, tables, findings: [], withdrawn: null })
})

it('appears as <period>/v<version> and holds the files of the contract', async () => {
  const releases = await temporaryFolder()
  const { folder, manifestSha256 } = await writeRelease(tables, facts, releases)
  expect(folder).toBe(join(releases, '2026-10', 'v1'))
  const files = await filesBelow(releases)
  expect([...files.keys()]).toEqual([
    '2026-10/v1/SHA256SUMS',
    '2026-10/v1/datapackage.json',
    '2026-10/v1/dcat.jsonld',
    '2026-10/v1/manifest.json',
    '2026-10/v1/release.duckdb',
    ...['index.en', 'index', 'index.uz-Cyrl'].map((name) => `2026-10/v1/report/${name}.html`),
    ...['en', 'uz-Cyrl', 'uz'].map((language) => `2026-10/v1/report/tables.${language}.xlsx`),
    '2026-10/v1/structure.sdmx.json',
    ...['lesson-views', 'test-results'].flatMap((table) =>
      ['arrow', 'csv', 'meta.csv', 'parquet', 'sdmx.csv'].map((kind) => `2026-10/v1/tables/${table}.${kind}`),
    ),
  ])
  expect(manifestSha256).toBe(sha256Of(files.get('2026-10/v1/manifest.json')!))
})

it('gives the same bytes twice, but for release.duckdb and its hashes', async () => {
  const [first, second] = await Promise.all(
    [1, 2].map(async () => filesBelow((await writeRelease(tables, facts, await temporaryFolder())).folder)),
  )
  const hash = (files: Map<string, Buffer>) => sha256Of(files.get('release.duckdb')!)
  for (const [path, bytes] of first!) {
    if (path === 'release.duckdb' || path === 'SHA256SUMS') continue
    const other = second!.get(path)!.toString('latin1').replaceAll(hash(second!), hash(first!))
    expect(other === bytes.toString('latin1'), path).toBe(true)
  }
})

it('passes sha256sum -c', async () => {
  const { folder } = await writeRelease(tables, facts, await temporaryFolder())
  const { stdout } = await promisify(execFile)('sha256sum', ['--strict', '-c', 'SHA256SUMS'], { cwd: folder })
  expect(stdout.match(/: OK$/gm)).toHaveLength(21)
})

it('releases a table of which every cell is hidden, and a release without tables', async () => {
  const table = exampleTable(results)
  const nothing: PublishedTable = {
    shape: table.shape,
    rows: table.rows.map(({ coordinates, figures }) => ({
      coordinates,
      figures: figures.map(() => ({ value: null, status: 'c' })),
    })),
  }
  const hidden = await writeRelease(held(nothing), facts, await temporaryFolder())
  expect(await readRelease(hidden.folder)).toMatchObject({ tables: [nothing], findings: [] })
  const empty = await writeRelease(held(), facts, await temporaryFolder())
  expect(await readRelease(empty.folder)).toMatchObject({ tables: [], findings: [] })
})

describe('staging', () => {
  it('is never visible as a release, and holds no manifest.json', async () => {
    const releases = await temporaryFolder()
    const seen: string[] = []
    midway(async () => {
      seen.push(...(await readdir(releases, { recursive: true })))
      throw new Error('midway')
    })
    await expect(writeRelease(tables, facts, releases)).rejects.toThrow('midway')
    expect(seen[0]).toMatch(/^\.staging-2026-10-v1-/)
    expect(seen.filter((path) => !path.startsWith('.staging-') || path.includes('manifest.json'))).toEqual([])
  })

  it('leaves nothing behind when a writer fails', async () => {
    const releases = await temporaryFolder()
    midway(() => Promise.reject(new Error('no space left on device')))
    await expect(writeRelease(tables, facts, releases)).rejects.toThrow('no space left on device')
    expect(await readdir(releases)).toEqual([])
  })

  it('leaves other versions of the period when a writer fails', async () => {
    const releases = await temporaryFolder()
    await writeRelease(tables, facts, releases)
    midway(() => Promise.reject(new Error('midway')))
    await expect(writeRelease(tables, { ...facts, version: 2 }, releases)).rejects.toThrow('midway')
    expect(await readdir(join(releases, '2026-10'))).toEqual(['v1'])
  })

  it('leaves nothing behind when a fact lies outside the allow-list', async () => {
    const releases = await temporaryFolder()
    await expect(writeRelease(tables, { ...facts, asOf: 'yesterday' }, releases)).rejects.toThrow()
    expect(await readdir(releases)).toEqual([])
  })

  it('fails when a file is in place of the releases folder or the period', async () => {
    const releases = await temporaryFolder()
    await writeFile(join(releases, '2026-10'), 'a file')
    await expect(writeRelease(tables, facts, join(releases, '2026-10'))).rejects.toThrow()
    await expect(writeRelease(tables, facts, releases)).rejects.toThrow()
    expect(await readdir(releases)).toEqual(['2026-10'])
    expect(await readFile(join(releases, '2026-10'), 'utf8')).toBe('a file')
  })

  it('of a run that was killed can be removed', async () => {
    const releases = await temporaryFolder()
    await writeRelease(tables, facts, releases)
    await mkdir(join(releases, '.staging-2026-10-v2-killed', 'tables'), { recursive: true })
    expect(await removeAbandonedStaging(releases)).toEqual(['.staging-2026-10-v2-killed'])
    expect(await readdir(releases)).toEqual(['2026-10'])
    expect(await removeAbandonedStaging(join(releases, 'none'))).toEqual([])
  })
})

describe('a target that exists', () => {
  it.each([
    {
      because: 'a release',
      make: async (target: string) => void (await writeRelease(tables, facts, join(target, '../..'))),
    },
    {
      because: 'an empty folder',
      make: async (target: string) => void (await mkdir(target, { recursive: true })),
    },
    {
      because: 'a dangling link',
      make: async (target: string) => {
        await mkdir(join(target, '..'))
        await symlink('nowhere', target)
      },
    },
  ])('is refused and left as it is: $because', async ({ make }) => {
    const releases = await temporaryFolder()
    await make(join(releases, '2026-10', 'v1'))
    const hashes = async () =>
      [...(await filesBelow(releases))].map(([path, bytes]) => `${path} ${sha256Of(bytes)}`)
    const before = await hashes()
    await expect(writeRelease(tables, facts, releases)).rejects.toThrow(
      /a release is written once.*Provided value: .*v1$/,
    )
    expect(await hashes()).toEqual(before)
    expect(await readdir(releases)).toEqual(['2026-10'])
    expect(await readdir(join(releases, '2026-10'))).toEqual(['v1'])
  })

  it('is refused when it appears while the release is written', async () => {
    const releases = await temporaryFolder()
    midway(async () => {
      await mkdir(join(releases, '2026-10', 'v1'), { recursive: true })
    })
    await expect(writeRelease(tables, facts, releases)).rejects.toThrow('a release is written once')
    expect(await readdir(join(releases, '2026-10', 'v1'))).toEqual([])
    expect(await readdir(releases)).toEqual(['2026-10'])
  })

  it('lets one of two runs win', async () => {
    const releases = await temporaryFolder()
    const runs = await Promise.allSettled([1, 2].map(() => writeRelease(tables, facts, releases)))
    expect(runs.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await readdir(releases)).toEqual(['2026-10'])
    expect((await readRelease(join(releases, '2026-10', 'v1'))).findings).toEqual([])
  })
})

describe('what no recipient would accept', () => {
  const table = exampleTable(results)
  const shape = table.shape
  const firstFigures = (figures: PublishedTable['rows'][number]['figures']): PublishedTable => ({
    shape,
    rows: table.rows.map((row, i) => (i === 0 ? { ...row, figures } : row)),
  })
  const shown = { value: 40, status: 'A' } as const
  const hidden = { value: null, status: 'c' } as const

  it.each([
    { because: 'a row is missing', broken: { shape, rows: table.rows.slice(1) } },
    { because: 'rows are in another order', broken: { shape, rows: [...table.rows].reverse() } },
    {
      because: 'a hidden figure has its value',
      broken: firstFigures([{ ...shown, status: 'c' }, hidden, hidden, hidden]),
    },
    {
      because: 'a published figure has none',
      broken: firstFigures([{ ...hidden, status: 'A' }, shown, shown, shown]),
    },
    { because: 'base measures differ in status', broken: firstFigures([shown, hidden, hidden, hidden]) },
    {
      because: 'a derived figure is shown where its base is hidden',
      broken: firstFigures([hidden, hidden, shown, hidden]),
    },
    {
      because: 'a value is a fraction',
      broken: firstFigures([{ value: 40.5, status: 'A' }, shown, shown, shown]),
    },
    { because: 'a figure is missing', broken: firstFigures([shown, shown, shown]) },
    { because: 'it exceeds its budget', broken: { shape: { ...shape, cellBudget: 11 }, rows: table.rows } },
    { because: 'its id is a path', broken: { shape: { ...shape, id: '../x' }, rows: table.rows } },
    {
      because: 'it is about another period',
      broken: { shape: { ...shape, period: '2026-09' }, rows: table.rows },
    },
  ] satisfies { because: string; broken: PublishedTable }[])(
    'is not written: $because',
    async ({ broken }) => {
      const releases = await temporaryFolder()
      await expect(writeRelease(held(broken), facts, releases)).rejects.toThrow(/Provided value: /)
      expect(await readdir(releases)).toEqual([])
    },
  )

  it('is not written: two tables of one name, version 0, a period that is a path', async () => {
    const releases = await temporaryFolder()
    await expect(writeRelease(held(table, table), facts, releases)).rejects.toThrow('one table of a name')
    await expect(writeRelease(tables, { ...facts, version: 0 }, releases)).rejects.toThrow('count from 1')
    const period = { ...facts.period, id: '../2026' }
    await expect(writeRelease(tables, { ...facts, period }, releases)).rejects.toThrow("period's name")
    expect(await readdir(releases)).toEqual([])
  })
})
