import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Database } from '../../pipeline/database.ts'
import { csvText, tinyProject } from './tiny-project.ts'

const learnersQuery = (select: string) => ({
  inputs: { l: { files: 'learners.csv', format: 'csv', ignore: ['full_name'] } },
  query: `SELECT learner_id, email, phone, birth_date, district, gender, registered_at, deleted_at, erasure_requested_at, statistics_consent, guardian_consent, account_type${select} FROM l`,
  absent: ['region', 'settlement', 'education', 'occupation', 'specialisation', 'full_name'],
})

describe('an expression of map', () => {
  it.each([
    '(SELECT min(email) FROM vault.account)',
    '(SELECT min(full_name) FROM vault.raw_learners)',
    "(SELECT max(content) FROM read_text('/etc/passwd'))",
    "getenv('HOME')",
    "(SELECT max(x) FROM query('SELECT email AS x FROM vault.account'))",
    'CAST(__rows AS VARCHAR)',
  ])('cannot carry off what other rows hold: %s', async (title) => {
    const school = await tinyProject()
    school.definition.sources['courses'] = { ...school.definition.sources['courses'], map: { title } }
    for (const row of school.rows.courses) delete row['title']
    await school.write()
    expect((await school.failure()).message).toMatch(/^sources\.courses\.map\.title must /)
    school.expectNothingLeft()
  })

  it('does not see the row by the name of its copy', async () => {
    const school = await tinyProject()
    school.definition.sources['learners'] = {
      ...school.definition.sources['learners'],
      map: { gender: "CASE WHEN CAST(raw_learners AS VARCHAR) LIKE '%Canary%' THEN gender END" },
    }
    await school.writeProject()
    expect((await school.failure()).message).toMatch(/^learners: its map does not fit: Binder Error/)
  })
})

describe('a query', () => {
  it('ends as it likes', async () => {
    const school = await tinyProject()
    const source = learnersQuery('')
    for (const end of [';', ' -- all of them', ' /* all */ ;\n']) {
      school.definition.sources['learners'] = { ...source, query: source.query + end }
      await school.write()
      const { books } = await school.run({ publish: false })
      expect(books.learners).toMatchObject({ read: 240, used: 240 })
    }
  })

  it.each(['__file', '__position', '__note'])(
    'cannot pass a column on as %s, and nothing is kept of it',
    async (name) => {
      const school = await tinyProject()
      school.definition.sources['learners'] = learnersQuery(`, email AS ${name}`)
      await school.write()
      const { run } = Database.prototype
      const statements: string[] = []
      Database.prototype.run = function (sql) {
        statements.push(sql)
        return run.call(this, sql)
      }
      try {
        expect((await school.failure()).message).toBe(
          `withheld: learners has a column without a role. Provided value: ${name}`,
        )
      } finally {
        Database.prototype.run = run
      }
      expect(statements.filter((sql) => sql.includes('query_learners'))).toEqual([])
    },
  )

  it('uses a column of that input only whose name stands before it', async () => {
    const school = await tinyProject()
    school.definition.sources['courses'] = {
      inputs: { c: { files: 'courses.csv', format: 'csv' }, l: { files: 'lessons.csv', format: 'csv' } },
      query:
        'SELECT c.course_id, c.title, c.track FROM c WHERE c.course_id IN (SELECT l.course_id FROM l WHERE l.lesson_id IS NOT NULL)',
    }
    await school.writeProject()
    expect((await school.failure()).message).toBe(
      'withheld: courses.l has a column without a role. Provided value: title',
    )
  })
})

it('tells no value of a CSV file that lacks its header', async () => {
  const school = await tinyProject()
  await school.put('data/learners.csv', csvText(school.rows.learners).split('\n').slice(1).join('\n'))
  // Its first line names two columns '', so give it what is missing.
  const text = readFileSync(join(school.data, 'learners.csv'), 'utf8')
  const [first = '', ...rest] = text.split('\n')
  let n = 0
  const named = first.replaceAll(/,(?=,|$)/g, () => `,none${n++}`)
  await school.put('data/learners.csv', [named, ...rest].join('\n'))
  const { message } = await school.failure()
  for (const canary of school.canaries()) expect(message).not.toContain(canary)
  expect(message).toBe('withheld: learners has a column without a role. Provided value: column number 1')
})

it('reads every line of a file or none', async () => {
  const school = await tinyProject()
  const text = csvText(school.rows.lesson_views).split('\n')
  text[300] = text[300]!.replace('Browser', '"Browser')
  await school.put('data/lesson_views.csv', text.join('\n'))
  expect((await school.failure()).message).toMatch(
    /^lesson_views: lesson_views\.csv: a quote is not closed where its value ends; record 300$/,
  )
})
