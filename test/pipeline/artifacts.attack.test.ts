import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { unzipSync } from 'fflate'
import { beforeAll, describe, expect, it } from 'vitest'
import { defaultFormats, releaseFormats } from '../../schemas/release-format.ts'
import { pdfText, printsPdf } from '../reports/pdf/poppler.ts'
import type { Ended } from './command-line.ts'
import { kohort, startKohort } from './command-line.ts'
import { filesBelow } from './released-files.ts'
import { selectRows, type TinyProject, tinyProject } from './tiny-project.ts'

/** Every canary holds one of these; they are long enough not to occur by chance. */
const markers = [
  'lrn-q7x-',
  'view-k3z-',
  'attempt-k3z-',
  'Browser/k3z-',
  'Zarafshonov',
  'Canaryjon',
  '@mail.example',
  '+998 00',
  '100.64.',
]

const digests = new Set(
  Array.from({ length: 240 }, (_, i) => `lrn-q7x-${String(i).padStart(4, '0')}`).flatMap((id) =>
    ['md5', 'sha1', 'sha256'].map((algorithm) => createHash(algorithm).update(id).digest('hex')),
  ),
)

function expectNoCanary(content: Buffer | string, where: string): void {
  const bytes = Buffer.from(content)
  const lower = bytes.toString('latin1').toLowerCase()
  for (const marker of markers) {
    expect(lower.includes(marker.toLowerCase()), `${marker} in ${where}`).toBe(false)
    expect(bytes.includes(Buffer.from(marker, 'utf16le')), `${marker} in UTF-16 in ${where}`).toBe(false)
  }
  for (const [run] of lower.matchAll(/[0-9a-f]{32,}/g))
    expect(digests.has(run), `a digest in ${where}`).toBe(false)
}

const tablesOf = (database: string) =>
  selectRows("SELECT table_name FROM duckdb_tables() WHERE database_name = 'release' ORDER BY ALL", database)

/** All rows of all tables of a database or a Parquet file, as text: what compression hides from a search of bytes. */
async function decompressed(path: string): Promise<string> {
  const queries = path.endsWith('.parquet')
    ? [
        `FROM '${path}'`,
        `FROM parquet_metadata('${path}')`,
        `SELECT decode(key), decode(value) FROM parquet_kv_metadata('${path}')`,
      ]
    : [
        ...(await tablesOf(path)).map(([table]) => `FROM release."${String(table)}"`),
        "SELECT sql FROM duckdb_views() WHERE database_name = 'release'",
      ]
  const contents = await Promise.all(
    queries.map((sql) => selectRows(sql, path.endsWith('.parquet') ? undefined : path)),
  )
  return contents.map((rows) => rows.map((row) => row.map(String).join('\t')).join('\n')).join('\n')
}

const command = (school: TinyProject, ...more: readonly string[]) => [
  ...['run', '--project', school.project, '--data', school.data, '--releases', school.releases],
  ...['--workspace', school.workspace, '--as-of', '2026-06-30', ...more],
]

/** Bad rows, several accounts of one person, all that may make a run speak of learners. */
function spoil(school: TinyProject): void {
  const { learners, lesson_views: views, test_results: results } = school.rows
  learners[1]!['district'] = 'D9'
  learners[2]!['email'] = learners[3]!['email']!
  learners[4]!['erasure_requested_at'] = '2026-06-01 00:00:00'
  views.push(
    { ...views[20]! },
    { ...views[21]!, view_id: 'view-k3z-negative', seconds: -5 },
    { ...views[22]!, view_id: 'view-k3z-nobody', learner_id: 'lrn-q7x-nobody' },
  )
  results[9]!['score'] = 99
}

describe('a run over sources full of canaries', { timeout: 120_000 }, () => {
  let school: TinyProject
  let ended: Ended
  beforeAll(async () => {
    school = await tinyProject('all', false)
    spoil(school)
    school.definition.releases['formats'] = [...(printsPdf ? releaseFormats : defaultFormats)]
    await school.write()
    mkdirSync(join(school.folder, 'temporary'))
    ended = await startKohort(command(school), { TMPDIR: join(school.folder, 'temporary') }).ended
    return () => school.remove()
  })

  it('released two months, with rows in the quarantine', () => {
    expect(ended).toMatchObject({ exitCode: 0 })
    expect(readdirSync(school.releases)).toEqual(['2026-05', '2026-06'])
    expect(school.quarantine().length).toBeGreaterThan(4)
  })

  it('could be found out: every canary has a marker, and the sources hold them', () => {
    for (const canary of school.canaries())
      expect(
        markers.some((marker) => canary.includes(marker)),
        canary,
      ).toBe(true)
    for (const [path, bytes] of filesBelow(school.data))
      if (path.startsWith('learners')) expect(() => expectNoCanary(bytes, path)).toThrow()
  })

  it('publishes none of them, in no byte and under no compression', async () => {
    const files = filesBelow(school.releases)
    // Of 5 tables: Parquet, CSV, metadata, Arrow, SDMX; then manifest, sums, DuckDB, package, catalogue, structure, workbook, page; PDF.
    expect(files.size).toBe(2 * (5 * 5 + 8 + (printsPdf ? 1 : 0)))
    for (const [path, bytes] of files) {
      expectNoCanary(bytes, path)
      expectNoCanary(path, 'a path')
      if (/\.(parquet|duckdb)$/.test(path))
        expectNoCanary(await decompressed(join(school.releases, path)), path)
      if (path.endsWith('.pdf')) expectNoCanary(pdfText(join(school.releases, path)), path)
      if (path.endsWith('.xlsx'))
        for (const [part, content] of Object.entries(unzipSync(bytes)))
          expectNoCanary(Buffer.from(content), `${part} of ${path}`)
    }
  })

  it('publishes no column but codes, period, figures and statuses', async () => {
    const columns = async (table: string) => {
      const file = join(school.releases, '2026-06/v1/tables', `${table}.parquet`)
      return (await selectRows(`DESCRIBE FROM '${file}'`)).map(([name]) => name)
    }
    expect(await columns('active')).toEqual([
      'region',
      'gender',
      'time_period',
      'learners',
      'learners_status',
      'views',
      'views_status',
      'minutes',
      'minutes_status',
    ])
    expect(await columns('joined')).toEqual(['gender', 'time_period', 'learners', 'learners_status'])
    const tables = await tablesOf(join(school.releases, '2026-06/v1/release.duckdb'))
    expect(tables.flat()).toEqual([
      '_codes',
      '_columns',
      '_tables',
      'active',
      'courses',
      'enrolments',
      'joined',
      'scores',
    ])
  })

  it('leaves nothing in the folder for temporary files', () => {
    // tsx, which runs the sources, caches what it compiled there.
    const left = readdirSync(join(school.folder, 'temporary')).filter((name) => !name.startsWith('tsx-'))
    expect(left).toEqual([])
  })

  it('says none of them', () => {
    expectNoCanary(ended.stdout, 'standard output')
    expectNoCanary(ended.stderr, 'standard error')
  })

  it('keeps none of them in the workspace', () => {
    const files = filesBelow(school.workspace)
    const ledger = [...files.keys()].filter((path) => path.startsWith('ledger/'))
    expect(ledger.filter((path) => path.startsWith('ledger/entries/'))).toHaveLength(4)
    expect(ledger.filter((path) => path.startsWith('ledger/figures/')).length).toBeGreaterThan(5)
    const others = [...files.keys()].filter((path) => !ledger.includes(path))
    expect(others.map((path) => basename(path)).toSorted()).toEqual([
      'announced-2026-05.json',
      'announced-2026-06.json',
      'cells-2026-05.jsonl.gz',
      'cells-2026-06.jsonl.gz',
      'kohort.prom',
      'openlineage.jsonl',
      'patterns-2026-05.json',
      'patterns-2026-06.json',
      'quarantine.csv',
      'run.json',
      'tie-break.key',
    ])
    for (const [path, bytes] of files) expectNoCanary(path.endsWith('.gz') ? gunzipSync(bytes) : bytes, path)
    school.expectNoVault()
  })
})

describe('a run that fails', { timeout: 120_000 }, () => {
  const mapGender = (expression: string) => (school: TinyProject) => {
    school.definition.sources['learners']!['map'] = { gender: expression }
  }
  it.each([
    {
      because: 'an expression fails and DuckDB quotes the row',
      change: mapGender('CAST(CAST(email AS INTEGER) AS VARCHAR)'),
    },
    { because: 'an expression raises what it read', change: mapGender('error(full_name)') },
    {
      because: 'most rows are bad',
      change: (school: TinyProject) => {
        for (const row of school.rows.lesson_views) row['lesson_id'] = row['view_id']!
      },
    },
  ])('says and keeps none of them, when $because', async ({ change }) => {
    const school = await tinyProject()
    change(school)
    await school.write()
    const { exitCode, stdout, stderr } = await kohort(...command(school))
    expect(exitCode).toBe(1)
    expectNoCanary(stdout + stderr, 'what is said')
    expect(existsSync(school.releases)).toBe(false)
    for (const [path, bytes] of filesBelow(school.workspace)) expectNoCanary(bytes, path)
    school.expectNothingLeft()
  })
})
