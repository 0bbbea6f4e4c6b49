import { truncateSync } from 'node:fs'
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import type { NightResult } from '../../pipeline/night.ts'
import type { SourceName } from '../../schemas/source/source-name.ts'
import { addLearner, csvText, type Row, type TinyProject, tinyProject } from './tiny-project.ts'

/** Appends lines to a CSV source. */
async function append(school: TinyProject, source: SourceName, text: string): Promise<void> {
  await school.put(`data/${source}.csv`, (await readFile(join(school.data, `${source}.csv`), 'utf8')) + text)
}

async function recode(
  school: TinyProject,
  source: SourceName,
  encode: (text: string) => Uint8Array,
): Promise<void> {
  await school.put(`data/${source}.csv`, encode(await readFile(join(school.data, `${source}.csv`), 'utf8')))
}

/** Windows-1251 of ASCII and the Cyrillic letters А to я. */
const cp1251 = (text: string) =>
  Uint8Array.from(text, (letter) =>
    letter >= 'А' && letter <= 'я' ? letter.charCodeAt(0) - 0x410 + 0xc0 : letter.charCodeAt(0),
  )

async function asJsonl(
  school: TinyProject,
  source: SourceName,
  extra: readonly string[] = [],
): Promise<void> {
  await rm(join(school.data, `${source}.csv`))
  await school.put(
    `data/${source}.jsonl`,
    `${[...school.rows[source].map((row) => JSON.stringify(row)), ...extra].join('\n')}\n`,
  )
  school.definition.sources[source] = {
    ...school.definition.sources[source],
    files: `${source}.jsonl`,
    format: 'jsonl',
  }
  await school.writeProject()
}

/** Changes a source's rows before it is written. */
const rows =
  (source: SourceName, change: (list: Row[], school: TinyProject) => void) => async (school: TinyProject) => {
    change(school.rows[source], school)
    await school.write()
  }

const everyField = (source: SourceName, field: string, value: (row: Row) => Row[string]) =>
  rows(source, (list) => {
    for (const row of list) row[field] = value(row)
  })

interface Refusal {
  readonly because: string
  readonly damage: (school: TinyProject) => Promise<unknown>
  readonly message: RegExp
  readonly exitCode?: 3
}

const refusals: readonly Refusal[] = [
  {
    because: 'a file is missing',
    damage: (school) => rm(join(school.data, 'lesson_views.csv')),
    message: /^lesson_views: no file matches\. Provided value: lesson_views\.csv$/,
  },
  {
    because: 'a folder stands in place of a file',
    damage: async (school) => {
      await rm(join(school.data, 'learners.csv'))
      await mkdir(join(school.data, 'learners.csv'))
    },
    message: /^learners: no file matches\. Provided value: learners\.csv$/,
  },
  {
    because: 'a Parquet file is cut short',
    damage: async (school) => {
      await school.putParquet('lesson_views')
      truncateSync(join(school.data, 'lesson_views.parquet'), 900)
    },
    message: /^lesson_views: lesson_views\.parquet is not readable Parquet$/,
  },
  {
    because: 'bytes within a Parquet file are overwritten',
    damage: async (school) => {
      await school.putParquet('lesson_views')
      const bytes = await readFile(join(school.data, 'lesson_views.parquet'))
      await school.put('data/lesson_views.parquet', bytes.fill(0xaa, 4, Math.floor(bytes.length / 2)))
    },
    message: /^lesson_views: its rows cannot be read; [^.]*$/,
  },
  {
    because: 'many lines of a CSV file have a column too many',
    damage: (school) =>
      append(
        school,
        'lesson_views',
        'view-x,lrn-q7x-0001,C1-1,2026-06-10 10:00:00,60,100.64.0.1,Browser,EXTRA\n'.repeat(60),
      ),
    message:
      /^lesson_views: 60 of 540 rows are bad, more than the share of 0\.05 that quarantineShare allows; most often, 60 times, csv: too many columns$/,
  },
  {
    because: 'CSV is in Windows-1251',
    damage: async (school) => {
      for (const row of school.rows.learners) row['full_name'] = 'Канарейкина'
      await school.write()
      await recode(school, 'learners', cp1251)
    },
    message:
      /^learners: (240 of 240 rows are bad, [^.]*0\.05[^.]*|learners\.csv is not readable CSV in UTF-8)$/,
  },
  {
    because: 'CSV is in UTF-16 with a byte-order mark',
    damage: (school) => recode(school, 'learners', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le')),
    message: /^learners: learners\.csv is not readable CSV in UTF-8$/,
  },
  {
    because: 'CSV is in UTF-16 without one',
    damage: (school) => recode(school, 'learners', (text) => Buffer.from(text, 'utf16le')),
    message: /^learners: learners\.csv is not readable CSV in UTF-8$/,
  },
  {
    because: 'a gzipped CSV file is cut short',
    damage: async (school) => {
      const gzipped = gzipSync(csvText(school.rows.lesson_views))
      await rm(join(school.data, 'lesson_views.csv'))
      await school.put('data/lesson_views.csv.gz', gzipped.subarray(0, gzipped.length - 400))
      school.definition.sources['lesson_views'] = { files: 'lesson_views.csv.gz', format: 'csv' }
      await school.writeProject()
    },
    message: /^lesson_views: lesson_views\.csv\.gz is not whole: its gzip breaks off or is damaged$/,
  },
  {
    because: 'a column is new',
    damage: everyField('learners', 'passport', (row) => `AA-${String(row['learner_id'])}`),
    message: /^withheld: learners has a column without a role\. Provided value: passport$/,
    exitCode: 3,
  },
  {
    because: 'a Parquet column is new',
    damage: async (school) => {
      await everyField('lesson_views', 'screen', () => 'k3z')(school)
      await school.putParquet('lesson_views')
    },
    message: /^withheld: lesson_views has a column without a role\. Provided value: screen$/,
    exitCode: 3,
  },
  {
    because: 'a column is new in one line of a JSONL file',
    damage: (school) =>
      asJsonl(school, 'lesson_views', [
        JSON.stringify({ ...school.rows.lesson_views[0], view_id: 'view-k3z-new', geo: '41.3,69.2' }),
      ]),
    message: /^withheld: lesson_views has a column without a role\. Provided value: geo$/,
    exitCode: 3,
  },
  {
    because: 'a column is renamed',
    damage: async (school) =>
      school.put('data/learners.csv', csvText(school.rows.learners).replace(',gender,', ',sex,')),
    message: /^withheld: learners has a column without a role\. Provided value: sex$/,
    exitCode: 3,
  },
  {
    because: 'a column is gone',
    damage: rows('learners', (list) => {
      for (const row of list) delete row['gender']
    }),
    message: /^learners: the field gender is missing: map it, or declare it absent$/,
  },
  {
    because: 'ids are floating-point numbers',
    damage: async (school) => {
      for (const row of [
        ...school.rows.learners,
        ...school.rows.lesson_views,
        ...school.rows.progress,
        ...school.rows.test_results,
      ])
        row['learner_id'] = Number(String(row['learner_id']).slice(-4)) + 90_000
      await school.write()
      await school.putParquet('learners', { learner_id: 'DOUBLE' })
    },
    message: /^learners: learner_id must be text; a column of type DOUBLE needs a cast in `map`$/,
  },
  {
    because: 'a file is empty',
    damage: (school) => school.put('data/lesson_views.csv', ''),
    message: /^lesson_views: lesson_views\.csv is empty$/,
  },
  {
    because: 'a header names a column twice',
    damage: async (school) =>
      school.put('data/lessons.csv', csvText(school.rows.lessons).replace('title', 'course_id')),
    message: /^lessons: lessons\.csv must not name a column twice$/,
  },
  {
    because: 'JSONL holds no object',
    damage: async (school) => {
      await asJsonl(school, 'lesson_views')
      await school.put('data/lesson_views.jsonl', 'lrn-q7x-0001\nlrn-q7x-0002\n')
    },
    message: /^lesson_views: lesson_views\.jsonl holds no JSON object$/,
  },
  {
    because: 'files of one source differ',
    damage: async (school) => {
      await school.put('data/views/1.csv', csvText(school.rows.lesson_views.slice(0, 200)))
      await school.put(
        'data/views/2.csv',
        csvText(school.rows.lesson_views.slice(200).map(({ ip: _ip, ...row }) => row)),
      )
      school.definition.sources['lesson_views'] = { files: 'views/*.csv', format: 'csv' }
      await school.writeProject()
    },
    message: /^lesson_views: views\/2\.csv has other columns than views\/1\.csv$/,
  },
]

describe('a source that cannot be read as it is', () => {
  it.each(refusals)(
    'ends the run when $because, and the next run after the repair works',
    async ({ damage, message, exitCode }) => {
      const school = await tinyProject()
      await damage(school)
      const failure = await school.failure()
      expect(failure.message).toMatch(message)
      expect(failure.exitCode).toBe(exitCode ?? 1)
      for (const canary of school.canaries()) expect(failure.message).not.toContain(canary)
      school.expectNothingLeft()
      await school.repair()
      const { periods, books } = await school.run()
      expect(periods.map(({ outcome }) => outcome)).toEqual(['released'])
      for (const source of school.sources)
        expect(books[source]).toMatchObject({ used: school.rows[source].length, quarantined: 0 })
      school.expectNoVault()
    },
  )
})

interface Quarantine {
  readonly because: string
  readonly damage: (school: TinyProject) => Promise<unknown>
  readonly source: SourceName
  readonly quarantinedBy: Readonly<Record<string, number>>
  /** `file,position` of each bad row. */
  readonly places?: readonly string[]
  /** Learners with a view in June; 240 where absent. */
  readonly active?: number
}

const change = (source: SourceName, row: number, values: Row) =>
  rows(source, (list) => Object.assign(list[row]!, values))

const quarantines: readonly Quarantine[] = [
  {
    because: 'CSV lines have too few and too many columns',
    damage: async (school) => {
      const lines = csvText(school.rows.lesson_views).split('\n')
      lines.splice(3, 0, 'view-short,lrn-q7x-0001')
      lines.splice(6, 0, 'view-long,lrn-q7x-0001,C1-1,2026-06-10 10:00:00,60,100.64.0.1,Browser,EXTRA')
      lines[8] = lines[8]!.replace(',120,', ',-120,')
      await school.put('data/lesson_views.csv', lines.join('\n'))
    },
    source: 'lesson_views',
    quarantinedBy: { 'csv: missing columns': 1, 'csv: too many columns': 1, 'seconds: under 0': 1 },
    places: ['lesson_views.csv,3', 'lesson_views.csv,6', 'lesson_views.csv,8'],
    active: 239,
  },
  {
    because: 'an id is repeated, the first row counts',
    damage: rows('learners', (list) => list.splice(4, 0, { ...list[2]!, gender: 'X' })),
    source: 'learners',
    quarantinedBy: { 'gender: not in the hierarchy gender': 1 },
  },
  {
    because: 'ids are repeated, the first rows count',
    damage: rows('lesson_views', (list) =>
      list.push({ ...list[1]!, seconds: 9000 }, { ...list[3]!, seconds: 9000 }),
    ),
    source: 'lesson_views',
    quarantinedBy: { 'view_id: repeated': 2 },
    places: ['lesson_views.csv,481', 'lesson_views.csv,482'],
  },
  {
    because: 'seven views are bad, each in its own way',
    damage: rows('lesson_views', (list) => {
      const bad: readonly Row[] = [
        { lesson_id: 'C9-9' },
        { learner_id: 'lrn-unknown' },
        { seconds: -1 },
        { seconds: '1.5' },
        { started_at: '1900-01-01 00:00:00' },
        { started_at: '2100-01-01 00:00:00' },
        { started_at: '2026-06-31 00:00:00' },
      ]
      // Each learner's second view is of June.
      for (const [i, values] of bad.entries()) Object.assign(list[2 * i + 1]!, values)
    }),
    source: 'lesson_views',
    quarantinedBy: {
      'learner_id: not among the good rows of learners': 1,
      'lesson_id: not among the good rows of lessons': 1,
      'seconds: not a whole number': 1,
      'seconds: under 0': 1,
      'started_at: not a moment': 1,
      'started_at: outside 2000 to 2099': 2,
    },
    places: [2, 4, 6, 8, 10, 12, 14].map((position) => `lesson_views.csv,${position}`),
    active: 233,
  },
  {
    because: 'a score is over the maximum',
    damage: change('test_results', 6, { score: 11 }),
    source: 'test_results',
    quarantinedBy: { 'score: over max_score': 1 },
    places: ['test_results.csv,7'],
  },
  {
    because: 'a learner was born in 1900, and what they did goes along',
    damage: change('learners', 7, { birth_date: '1900-01-01' }),
    source: 'learners',
    quarantinedBy: { 'birth_date: outside 1905 to 2099': 1 },
    places: ['learners.csv,8'],
    active: 239,
  },
  {
    because: 'a district is not in the hierarchy',
    damage: async (school) => {
      school.hierarchies['district.csv'] = 'D1;R1;*\nD2;R1;*\nD3;R2;*\n'
      school.definition.policy['quarantineShare'] = 0.5
      await school.write()
    },
    source: 'learners',
    quarantinedBy: { 'district: not in the hierarchy region': 60 },
    active: 180,
  },
  {
    because: 'JSONL lines are malformed',
    damage: (school) =>
      asJsonl(school, 'lesson_views', ['{"view_id": "view-broken", ', '[1, 2]', 'null', '']),
    source: 'lesson_views',
    quarantinedBy: { 'jsonl: not an object': 3 },
    places: ['lesson_views.jsonl,481', 'lesson_views.jsonl,482', 'lesson_views.jsonl,483'],
  },
]

describe('a bad row', () => {
  it.each(quarantines)(
    'is quarantined, and the rest released, when $because',
    async ({ damage, source, quarantinedBy, places, active }) => {
      const school = await tinyProject(source === 'test_results' ? 'all' : 'core')
      await damage(school)
      const { books, periods } = await school.run()
      expect(books[source]?.quarantinedBy).toEqual(quarantinedBy)
      expect(periods.map(({ outcome }) => outcome)).toEqual(['released'])
      expect(
        await school.published('active', 'learners', '2026-06', "region = '_T' AND gender = '_T'"),
      ).toEqual([[active ?? 240]])
      const lines = school.quarantine().filter((line) => line.startsWith(`${source},`))
      expect(lines).toHaveLength(Object.values(quarantinedBy).reduce((sum, n) => sum + n, 0))
      for (const line of lines) expect(line).toMatch(/^[a-z_]+,"[^"]*",\d+,"[^"]*"$/)
      if (places !== undefined)
        expect(lines.map((line) => /([^/"]+)",(\d+),/.exec(line)?.slice(1).join(','))).toEqual(places)
      for (const canary of school.canaries()) for (const line of lines) expect(line).not.toContain(canary)
      school.expectNoVault()
    },
  )
})

describe('a source in another dress', () => {
  const dresses: readonly { because: string; dress: (school: TinyProject) => Promise<unknown> }[] = [
    {
      because: 'CSV has a byte-order mark',
      dress: (school) => recode(school, 'learners', (text) => Buffer.from(`\uFEFF${text}`)),
    },
    {
      because: 'CSV has lines that end in CRLF',
      dress: (school) => school.put('data/learners.csv', csvText(school.rows.learners, undefined, '\r\n')),
    },
    {
      because: 'CSV lacks the last line end',
      dress: (school) => school.put('data/learners.csv', csvText(school.rows.learners).trimEnd()),
    },
    {
      because: 'CSV is gzipped',
      dress: async (school) => {
        await school.put('data/learners.csv.gz', gzipSync(csvText(school.rows.learners)))
        await rm(join(school.data, 'learners.csv'))
        school.definition.sources['learners'] = {
          ...school.definition.sources['learners'],
          files: 'learners.csv.gz',
        }
        await school.writeProject()
      },
    },
    {
      because: 'CSV has columns in another order, and one file a part',
      dress: async (school) => {
        const columns = Object.keys(school.rows.learners[0]!)
        await school.put('data/part-1.csv', csvText(school.rows.learners.slice(0, 100), columns.toReversed()))
        await school.put('data/part-2.csv', csvText(school.rows.learners.slice(100)))
        await rm(join(school.data, 'learners.csv'))
        school.definition.sources['learners'] = {
          ...school.definition.sources['learners'],
          files: 'part-*.csv',
        }
        await school.writeProject()
      },
    },
    {
      because: 'CSV is separated by semicolons',
      dress: async (school) => {
        await school.put('data/learners.csv', csvText(school.rows.learners).replaceAll(',', ';'))
        school.definition.sources['learners'] = { ...school.definition.sources['learners'], delimiter: ';' }
        await school.writeProject()
      },
    },
    { because: 'it is JSONL', dress: (school) => asJsonl(school, 'learners') },
    {
      because: 'it is Parquet with types',
      dress: (school) =>
        school.putParquet('learners', {
          birth_date: 'DATE',
          registered_at: 'TIMESTAMP',
          statistics_consent: 'BOOLEAN',
        }),
    },
  ]
  let plain: TinyProject
  let books: NightResult['books']
  beforeAll(async () => {
    plain = await tinyProject('core', false)
    ;({ books } = await plain.run())
    return () => plain.remove()
  })

  it.each(dresses)('gives the same figures when $because', async ({ dress }) => {
    const dressed = await tinyProject()
    await dress(dressed)
    expect((await dressed.run()).books).toEqual(books)
    for (const table of ['active', 'joined'])
      expect(await dressed.published(table, '*')).toEqual(await plain.published(table, '*'))
  })

  it('may have whole numbers as ids in Parquet', async () => {
    const school = await tinyProject()
    for (const row of [
      ...school.rows.learners,
      ...school.rows.lesson_views,
      ...school.rows.progress,
      ...school.rows.test_results,
    ])
      row['learner_id'] = Number(String(row['learner_id']).slice(-4)) + 90_000
    await school.write()
    await school.putParquet('learners', { learner_id: 'BIGINT' })
    expect((await school.run()).books.lesson_views).toMatchObject({ used: 480, quarantined: 0 })
  })
})

describe('nothing to count', () => {
  const allZero = [[0, 'A', 0, 'A', 0, 'A']]
  const columns = 'learners, learners_status, views, views_status, minutes, minutes_status'
  const total = "region = '_T' AND gender = '_T'"

  it('is released, complete, for a period without events', async () => {
    const school = await tinyProject('all')
    const { periods } = await school.run({ period: '2026-04' })
    expect(periods.map(({ outcome }) => outcome)).toEqual(['released'])
    expect(await school.published('active', columns, '2026-04', total)).toEqual(allZero)
    expect(await school.published('active', 'count(*)', '2026-04')).toEqual([[9]])
    expect(await school.published('enrolments', 'course, enrolled', '2026-04')).toEqual([
      ['T1', 0],
      ['T2', 0],
      ['_T', 0],
    ])
    expect(
      await school.published('scores', 'passed, pass_rate_status, mean_status', '2026-04', "region = '_T'"),
    ).toEqual([[0, 'z', 'z']])
  })

  it('is released, all hidden, where zeros are protected', async () => {
    const school = await tinyProject()
    school.definition.policy = {}
    await school.write()
    const { periods } = await school.run({ period: '2026-04' })
    expect(periods.map(({ outcome }) => outcome)).toEqual(['released'])
    expect(await school.published('active', 'DISTINCT learners, learners_status', '2026-04')).toEqual([
      [null, 'c'],
    ])
  })

  it.each([
    {
      because: 'a CSV file has a header only',
      empty: async (school: TinyProject) =>
        school.put('data/lesson_views.csv', csvText(school.rows.lesson_views).split('\n')[0]!),
    },
    {
      because: 'a CSV header ends in a line end',
      empty: async (school: TinyProject) =>
        school.put('data/lesson_views.csv', `${csvText(school.rows.lesson_views).split('\n')[0]!}\n`),
    },
    {
      because: 'a Parquet file has no rows',
      empty: (school: TinyProject) => school.putParquet('lesson_views', {}, 'false'),
    },
  ])('is released when $because', async ({ empty }) => {
    const school = await tinyProject('all')
    await empty(school)
    const { periods, books } = await school.run()
    expect(books.lesson_views).toMatchObject({ read: 0, used: 0 })
    expect(periods.map(({ outcome }) => outcome)).toEqual(['released'])
    expect(await school.published('active', columns, '2026-06', total)).toEqual(allZero)
    expect(await school.published('enrolments', 'enrolled', '2026-06', "course = '_T'")).toEqual([[240]])
  })

  it('is released when all sources are empty', async () => {
    const school = await tinyProject('all')
    for (const source of school.sources)
      await school.put(`data/${source}.csv`, `${csvText(school.rows[source]).split('\n')[0]!}\n`)
    const { periods } = await school.run()
    expect(periods.map(({ outcome }) => outcome)).toEqual(['released'])
    expect(await school.published('active', columns, '2026-06', total)).toEqual(allZero)
  })
})

describe('the quarantine of a run that stops', () => {
  it('is written all the same, so that the operator can find the rows', async () => {
    const school = await tinyProject()
    for (const row of school.rows.lesson_views.slice(0, 60)) row['seconds'] = -1
    await school.write()
    await school.failure()
    expect(school.quarantine()).toHaveLength(60)
  })
})

it('leaves the earlier release as it is when a later night fails', async () => {
  const school = await tinyProject()
  await school.run({ period: '2026-05' })
  const manifest = join(school.releases, '2026-05/v1/manifest.json')
  const before = await readFile(manifest, 'utf8')
  addLearner(school.rows, 240, { gender: 'F' })
  await school.write()
  await rename(join(school.data, 'lessons.csv'), join(school.data, 'lessons.old'))
  expect((await school.failure()).message).toMatch(/^lessons: no file matches/)
  expect(await readFile(manifest, 'utf8')).toBe(before)
  expect((await readFile(manifest, 'utf8')).includes('2026-05')).toBe(true)
})
