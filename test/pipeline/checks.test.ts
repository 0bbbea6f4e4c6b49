import { utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { SourceBooks } from '../../pipeline/books.ts'
import { checkDrift } from '../../pipeline/checks/drift.ts'
import { ageInMinutes } from '../../pipeline/checks/freshness.ts'
import { driftChecksSchema } from '../../schemas/drift.ts'
import { ConfigurationError } from '../../schemas/failure.ts'
import { type TinyProject, tinyProject } from './tiny-project.ts'

const booksOf = (read: number, quarantined: number): SourceBooks => ({
  ...{ read, quarantined, used: read - quarantined, notAdmitted: 0, merged: 0, later: 0 },
  ...{ quarantinedBy: {}, notAdmittedBy: {} },
})

describe('drift', () => {
  const checks = driftChecksSchema.parse({
    rows_shrunk: { share: 0.1 },
    quarantine_grown: { severity: 'error', points: 0.01 },
    not_stated_jumped: { points: 0.05 },
  })
  const last = { books: { learners: booksOf(1000, 20) }, notStated: { education: 0.2 } }

  it.each([
    { books: booksOf(900, 18), share: 0.25, found: [] },
    { books: booksOf(899, 18), share: 0.2, found: ['rows_shrunk'] },
    { books: booksOf(5000, 100), share: 0.2, found: [] },
    { books: booksOf(1000, 30), share: 0.2, found: [] },
    { books: booksOf(1000, 31), share: 0.2, found: ['quarantine_grown'] },
    { books: booksOf(1000, 20), share: 0.26, found: ['not_stated_jumped'] },
    { books: booksOf(1000, 20), share: 0.14, found: ['not_stated_jumped'] },
  ])(
    'of $books.read rows, $books.quarantined bad and $share not stated is $found',
    ({ books, share, found }) => {
      const results = checkDrift(
        checks,
        { books: { learners: books }, notStated: { education: share } },
        last,
      )
      expect(results.map(({ check }) => check)).toEqual(found)
    },
  )

  it('is none where there is nothing to compare with', () => {
    expect(checkDrift(checks, last, null)).toEqual([])
    expect(checkDrift(checks, last, { books: {}, notStated: {} })).toEqual([])
  })
})

it.each([
  { loadedAt: '2026-06-30T10:00', now: '2026-07-01T09:00', age: 839 },
  { loadedAt: '2026-06-30T10:00', now: '2026-06-30T12:00', age: 120 },
  { loadedAt: '2026-06-30T23:59', now: '2026-06-30T12:00', age: 0 },
])('a row of $loadedAt is $age minutes old at $now, the day being the 30th', ({ loadedAt, now, age }) => {
  expect(ageInMinutes(loadedAt, '2026-06-30', now)).toBe(age)
})

describe('a source that lost rows', () => {
  async function shrunken(severity: string): Promise<TinyProject> {
    const school = await tinyProject()
    school.definition.checks['rows_shrunk'] = { severity, share: 0.2 }
    await school.write()
    await school.run({ period: '2026-05' })
    school.rows.lesson_views = school.rows.lesson_views.slice(0, 300)
    await school.write()
    return school
  }

  it('is said, and the night goes on', async () => {
    const school = await shrunken('warn')
    const messages: string[] = []
    const { outcome, checks } = await school.run({ progress: (message) => void messages.push(message) })
    expect(outcome).toBe('done')
    const clause = 'a source may lose at most 20.0 % of its rows: it lost 37.5 %'
    expect(checks).toEqual([{ check: 'rows_shrunk', of: 'lesson_views', severity: 'warn', clause }])
    expect(messages).toContain(`warn: rows_shrunk of lesson_views: ${clause}`)
  })

  it('stops the night where the project says so, night after night, until somebody accepts it', async () => {
    const school = await shrunken('error')
    for (let night = 0; night < 2; night++) {
      const failure = await school.failure()
      expect(failure.exitCode).toBe(1)
      expect(failure.message).toBe(
        'rows_shrunk of lesson_views: a source may lose at most 20.0 % of its rows: it lost 37.5 %; --accept-drift lets that pass once',
      )
      school.expectNoVault()
    }
    await school.run({ acceptDrift: true, dryRun: true })
    expect((await school.failure()).exitCode).toBe(1)
    expect((await school.run({ acceptDrift: true })).outcome).toBe('done')
    expect((await school.run()).checks).toMatchObject([{ severity: 'warn' }])
  })
})

describe('freshness', () => {
  it('goes by the newest row, and stops the night where it is too old', async () => {
    const school = await tinyProject()
    const views = school.definition.sources['lesson_views']!
    views['freshness'] = { warn_after: { count: 12, period: 'hour' }, loaded_at: 'started_at' }
    await school.writeProject()
    // The last view is of the 10th of June, and a day counts to its end.
    const warned = await school.run({ asOf: '2026-06-11', period: '2026-05' })
    expect(warned.checks).toEqual([
      {
        check: 'freshness',
        of: 'lesson_views',
        severity: 'warn',
        clause: 'a source must be at most 12 hours old: it is 24 hours old',
      },
    ])
    views['freshness'] = { error_after: { count: 1, period: 'day' }, loaded_at: 'started_at' }
    await school.writeProject()
    expect((await school.run({ asOf: '2026-06-11', period: '2026-05' })).checks).toEqual([])
    const failure = await school.failure({ asOf: '2026-06-30' })
    expect(failure.message).toMatch(
      /^freshness of lesson_views: a source must be at most 1 day old: it is 480 hours old/,
    )
    expect(failure.exitCode).toBe(1)
  })

  it('goes by the newest file where no field is named, also on nights that read nothing', async () => {
    const school = await tinyProject()
    school.definition.sources['courses']!['freshness'] = { error_after: { count: 2, period: 'day' } }
    await school.write()
    const path = join(school.data, 'courses.csv')
    await utimes(path, new Date('2026-06-30T00:00:00Z'), new Date('2026-06-30T00:00:00Z'))
    expect((await school.run({ period: undefined })).outcome).toBe('done')
    const later = { period: undefined, now: new Date('2026-07-05T00:00:00Z'), asOf: '2026-07-05' }
    expect((await school.failure(later)).message).toMatch(/^freshness of courses: /)
  })

  it('is refused for a field that is no moment of the source', async () => {
    const school = await tinyProject()
    school.definition.sources['learners']!['freshness'] = {
      warn_after: { count: 1, period: 'day' },
      loaded_at: 'started_at',
    }
    await school.writeProject()
    expect(await school.failure()).toBeInstanceOf(ConfigurationError)
  })
})
