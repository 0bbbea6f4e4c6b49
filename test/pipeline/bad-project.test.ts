import { existsSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type TinyProject, tinyProject } from './tiny-project.ts'

interface Case {
  readonly because: string
  readonly damage: (school: TinyProject) => Promise<unknown>
  readonly message: RegExp
  readonly exitCode?: 2 | 3
  readonly period?: string
}

/** Changes the definition or the tables before they are written. */
const change = (edit: (school: TinyProject) => void) => async (school: TinyProject) => {
  edit(school)
  await school.write()
}
const table = (edit: Readonly<Record<string, unknown>>) =>
  change((school) => Object.assign(school.tables['active']!, edit))
const policy = (values: Readonly<Record<string, unknown>>) =>
  change((school) => Object.assign(school.definition.policy, values))
/** Replaces text of `kohort.yaml`. */
const rewrite = (pattern: string | RegExp, by: string) => async (school: TinyProject) => {
  const text = await readFile(school.project, 'utf8')
  expect(text).toMatch(pattern)
  await school.put('school/kohort.yaml', text.replace(pattern, by))
}

const cases: readonly Case[] = [
  {
    because: 'there is no project file',
    damage: (school) => rm(school.project),
    message: /^a configuration file must be readable\. Provided value: \S+kohort\.yaml \(ENOENT\)$/,
  },
  {
    because: 'it is not YAML',
    damage: rewrite('grain: month', 'grain: [month'),
    message: /kohort\.yaml:\d+: must be YAML\. Provided value: /,
  },
  {
    because: 'it names a key twice',
    damage: rewrite('grain: month', 'grain: month\n  grain: day'),
    message: /kohort\.yaml:\d+: must be YAML\. Provided value: Map keys must be unique/,
  },
  {
    because: 'it has an unknown key',
    damage: rewrite(/$/, 'retention: 3\n'),
    message: /kohort\.yaml:\d+: the file: Unrecognized key: "retention"\. Provided value: 3$/,
  },
  {
    because: 'the policy has an unknown key, such as an off switch',
    damage: policy({ skipSuppression: true }),
    message: /kohort\.yaml:\d+: policy: Unrecognized key: "skipSuppression"\. Provided value: true$/,
  },
  {
    because: 'the threshold is under its floor',
    damage: policy({ minimumContributors: 3 }),
    message:
      /kohort\.yaml:\d+: policy\.minimumContributors: Too small: expected number to be >=5\. Provided value: 3$/,
  },
  {
    because: 'the interval is narrower than the threshold',
    damage: policy({ minimumContributors: 20, intervalWidth: 10 }),
    message:
      /kohort\.yaml:\d+: policy\.intervalWidth: intervalWidth must be at least minimumContributors\. Provided value: 10$/,
  },
  {
    because: 'the default interval is narrower than the threshold',
    damage: policy({ minimumContributors: 20 }),
    message:
      /kohort\.yaml:\d+: policy\.intervalWidth: intervalWidth must be at least minimumContributors\. Provided value: nothing$/,
  },
  {
    because: 'the time zone is unknown',
    damage: rewrite('Asia/Tashkent', 'Asia/Nowhere'),
    message: /^timeZone must be an IANA name such as Asia\/Tashkent\. Provided value: Asia\/Nowhere$/,
  },
  {
    because: 'two tables share an id',
    damage: change((school) => {
      school.tables['other'] = { ...school.tables['active'] }
    }),
    message: /kohort\.yaml: tables need different ids\. Provided value: active$/,
  },
  {
    because: 'no table matches',
    damage: change((school) => {
      school.tables = {}
    }),
    message: /kohort\.yaml: tables must match a file\. Provided value: tables\/\*\.yaml$/,
  },
  {
    because: 'a table names an unknown dimension',
    damage: table({ dimensions: { shoe_size: {} } }),
    message: /^table active names a dimension that the project does not have\. Provided value: shoe_size$/,
  },
  {
    because: 'a table names a dimension that its fact does not have',
    damage: change((school) => {
      school.tables['joined'] = { ...school.tables['joined'], dimensions: { course: {} } }
    }),
    message: /^table joined names a dimension that the project does not have\. Provided value: course$/,
  },
  {
    because: 'a table names an unknown level',
    damage: table({ dimensions: { region: { level: 'village' } } }),
    message: /^region has the levels district, region\. Provided value: village$/,
  },
  {
    because: 'a table shows an attribute finer than it is pinned',
    damage: table({ dimensions: { region: { level: 'district' } } }),
    message: /^table active may not show region finer than its pinned level\. Provided value: district$/,
  },
  {
    because: 'a table names an unknown level of courses',
    damage: table({ dimensions: { course: { level: 'faculty' } } }),
    message: /^table active needs one of the levels lesson, course, track\. Provided value: faculty$/,
  },
  {
    because: 'a measure names an unknown indicator',
    damage: table({ measures: { learners: { count: 'learners', where: 'cheated' } } }),
    message: /^table active names an indicator that lesson_views does not have\. Provided value: cheated$/,
  },
  {
    because: 'a measure sums an unknown quantity',
    damage: table({ measures: { learners: { count: 'learners' }, clicks: { sum: 'clicks' } } }),
    message: /^table active sums a quantity that lesson_views does not have\. Provided value: clicks$/,
  },
  {
    because: 'a table has more cells than its budget',
    damage: table({ cellBudget: 8 }),
    message: /^table active may have 8 cells\. Provided value: 9$/,
  },
  {
    because: 'a table has an unknown key',
    damage: table({ filter: 'gender' }),
    message: /active\.yaml:\d+: the file: Unrecognized key: "filter"\. Provided value: "gender"$/,
  },
  {
    because: 'a table needs a field that is absent',
    damage: change((school) => {
      school.definition.sources['lesson_views']!['absent'] = ['seconds']
      for (const row of school.rows.lesson_views) delete row['seconds']
    }),
    message:
      /^tables from lesson_views need a field of lesson_views that is absent\. Provided value: seconds$/,
  },
  {
    because: 'a table needs a source that the project lacks',
    damage: change((school) => {
      delete school.definition.sources['lesson_views']
    }),
    message: /^tables from lesson_views need the source lesson_views$/,
  },
  {
    because: 'an admission rule needs a field that is absent',
    damage: change((school) => {
      const { absent } = school.definition.sources['learners']!
      school.definition.sources['learners']!['absent'] = [...(absent as string[]), 'guardian_consent']
      for (const row of school.rows.learners) delete row['guardian_consent']
    }),
    message:
      /^an admission rule needs its fields in the learners source\. Provided value: under-16-without-guardian without guardian_consent$/,
  },
  {
    because: 'an attribute is a direct identifier',
    damage: change((school) => {
      school.definition.attributes['gender']!['field'] = 'email'
    }),
    message:
      /^attribute gender needs a field that may leave the vault; this one is direct-identifier\. Provided value: email$/,
  },
  {
    because: 'a map holds more than one column of SQL',
    damage: change((school) => {
      school.definition.sources['learners']!['map'] = { gender: 'gender FROM t; DROP TABLE t' }
    }),
    message: /^sources\.learners\.map\.gender must be SQL of a SELECT\. Provided value: /,
  },
  {
    because: 'a map reads everything',
    damage: change((school) => {
      school.definition.sources['learners']!['map'] = { gender: '*' }
    }),
    message: /^sources\.learners\.map\.gender must name its columns\. Provided value: \*$/,
  },
  {
    because: 'a hierarchy names a leaf twice',
    damage: change((school) => {
      school.hierarchies['district.csv'] += 'D1;R2;*\n'
    }),
    message: /^hierarchy region must name every leaf once\. Provided value: D1$/,
  },
  {
    because: 'a hierarchy is ragged',
    damage: change((school) => {
      school.hierarchies['district.csv'] += 'D5;*\n'
    }),
    message: /^hierarchy region must have as many columns in every line$/,
  },
  {
    because: 'a hierarchy puts a value under two parents',
    damage: change((school) => {
      school.definition.attributes['region']!['levels'] = ['district', 'region', 'area']
      school.hierarchies['district.csv'] = 'D1;R1;A1;*\nD2;R1;A2;*\nD3;R2;A2;*\nD4;R2;A2;*\n'
    }),
    message: /^hierarchy region must keep every value under one parent\. Provided value: R1$/,
  },
  {
    because: 'a hierarchy uses a reserved code',
    damage: change((school) => {
      school.hierarchies['district.csv'] += '_X;R1;*\n'
    }),
    message: /^hierarchy region may not use an empty or reserved code\. Provided value: _X$/,
  },
  {
    because: 'a hierarchy is missing',
    damage: (school) => rm(join(school.folder, 'school/hierarchies/gender.csv')),
    message:
      /^the hierarchy of gender must be a readable UTF-8 file\. Provided value: \S+gender\.csv \(ENOENT\)$/,
  },
  {
    because: 'a table of what can happen twice is a stock',
    damage: table({ period: { type: 'stock' } }),
    message:
      /^withheld: only what happens to a learner once makes a stock\. Provided value: table active, from lesson_views$/,
    exitCode: 3,
  },
  {
    because: 'a table of what can be a stock or flows does not say which it is',
    damage: change((school) => {
      school.tables['joined']!['period'] = { grain: 'month' }
    }),
    message:
      /^\S+kohort\.yaml: a table from registrations, which can be counted as flows or as a stock, must say period\.type\. Provided value: joined$/,
  },
  {
    because: 'a fact is counted as a stock and as a flow',
    damage: change((school) => {
      school.tables['registered'] = {
        ...school.tables['joined'],
        id: 'registered',
        period: { type: 'stock' },
      }
    }),
    message:
      /^withheld: a fact is counted as a stock or as flows, [^.]*\. Provided value: tables registered and joined$/,
    exitCode: 3,
  },
  {
    because: 'a stock is rounded',
    damage: change((school) => {
      school.tables['joined']!['period'] = { type: 'stock' }
      school.definition.policy['rounding'] = { base: 5, method: 'conventional' }
    }),
    message: /^withheld: stocks beside rounding are not protected yet\. Provided value: table joined$/,
    exitCode: 3,
  },
  {
    because: 'a stock publishes empty cells',
    damage: change((school) => {
      school.tables['joined']!['period'] = { type: 'stock' }
      school.tables['joined']!['zeros'] = { publish: true, reason: 'nobody is a secret' }
    }),
    message: /^the stock joined may not publish empty cells\. Provided value: zeros$/,
  },
  {
    because: 'a stock is by a sensitive attribute',
    damage: change((school) => {
      school.tables['joined']!['period'] = { type: 'stock' }
      school.definition.attributes['gender']!['role'] = 'sensitive'
    }),
    message: /^the stock joined must be by attributes that are not sensitive\. Provided value: gender$/,
  },
  {
    because: 'a stock is by day',
    damage: change((school) => {
      school.tables['joined'] = {
        ...school.tables['joined'],
        period: { type: 'stock' },
        dimensions: { day: {} },
      }
    }),
    message: /^the stock joined must be by attributes that are not sensitive\. Provided value: day$/,
  },
  {
    because: 'months are rolled up to weeks',
    damage: table({ period: { rollUp: ['quarter', 'week'] } }),
    message:
      /^table active may be rolled up only to periods that are made of whole months: quarter, year\. Provided value: week$/,
  },
  {
    because: 'days are rolled up to weeks and to months, which cross',
    damage: change((school) => {
      school.definition.releases['grain'] = 'day'
      school.tables['active']!['period'] = { rollUp: ['week', 'month'] }
    }),
    message:
      /^tables may be rolled up to periods that lie in one another only: a week may lie in two months\. Provided value: month$/,
  },
  {
    because: 'weeks are rolled up to months',
    damage: change((school) => {
      school.definition.releases['grain'] = 'week'
      school.tables['active']!['period'] = { rollUp: ['month'] }
    }),
    message:
      /^table active may be rolled up only to periods that are made of whole weeks: there are none\. Provided value: month$/,
    period: '2026-W23',
  },
  {
    because: 'a stock is rolled up',
    damage: change((school) => {
      school.tables['joined']!['period'] = { type: 'stock', rollUp: ['quarter'] }
    }),
    message: /^table joined may not be rolled up: a stock is of one day\. Provided value: stock$/,
  },
  {
    because: 'a table is rolled up along days',
    damage: table({ period: { rollUp: ['quarter'] }, dimensions: { day: {} } }),
    message: /^table active may not be rolled up along days, which are of one period\. Provided value: day$/,
  },
  {
    because: 'a table is rolled up and rounded',
    damage: change((school) => {
      school.definition.policy['rounding'] = { base: 5, method: 'conventional' }
      school.tables['active']!['period'] = { rollUp: ['quarter'] }
    }),
    message:
      /^withheld: longer periods of rounded figures are not protected yet\. Provided value: table active$/,
    exitCode: 3,
  },
  {
    because: 'a table is of weeks in a project of months',
    damage: table({ period: { type: 'flow', grain: 'week' } }),
    message:
      /^table active may be rolled up only to periods that are made of whole months: quarter, year\. Provided value: week$/,
  },
  {
    because: 'a table of quarters is rolled up to quarters',
    damage: table({ period: { grain: 'quarter', rollUp: ['quarter'] } }),
    message:
      /^table active may be rolled up only to periods that are longer than its own\. Provided value: quarter$/,
  },
  {
    because: 'a stock is of quarters',
    damage: change((school) => {
      school.tables['joined']!['period'] = { type: 'stock', grain: 'quarter' }
    }),
    message: /^table joined may not be rolled up: a stock is of one day\. Provided value: stock$/,
  },
  {
    because: 'no table is of months',
    damage: change((school) => {
      for (const one of Object.values(school.tables)) one['period'] = { type: 'flow', grain: 'quarter' }
    }),
    message: /^a project of months needs a table that is published for them\. Provided value: month$/,
  },
  {
    because: 'the period asked for is longer than the project’s',
    damage: async () => undefined,
    period: '2026-Q1',
    message:
      /^withheld: periods of different lengths overlap, [^.]*\. Provided value: 2026-Q1 beside months$/,
    exitCode: 3,
  },
  {
    because: 'the period asked for has not ended',
    damage: async () => undefined,
    period: '2026-07',
    message: /^a period must be closed before it is released\. Provided value: 2026-07 as of 2026-06-30$/,
    exitCode: 2,
  },
  {
    because: 'the period asked for is under embargo',
    damage: change((school) => {
      school.definition.releases['embargoDays'] = 1
    }),
    period: '2026-06',
    message: /^a period must be closed before it is released\. Provided value: 2026-06 as of 2026-06-30$/,
    exitCode: 2,
  },
  {
    because: 'the period asked for is none',
    damage: async () => undefined,
    period: '2026-13',
    message:
      /^a period must be a day, ISO week, month, quarter or year such as 2026-10\. Provided value: 2026-13$/,
    exitCode: 2,
  },
]

describe('a project that cannot be run', () => {
  it.each(cases)('is refused when $because', async ({ damage, message, exitCode, period }) => {
    const school = await tinyProject()
    await damage(school)
    const failure = await school.failure(period === undefined ? {} : { period })
    expect(failure.message).toMatch(message)
    expect(failure.exitCode).toBe(exitCode ?? 1)
    school.expectNothingLeft()
  })

  it('is refused before any source is read, when a table does not fit', async () => {
    const school = await tinyProject()
    await rm(join(school.data, 'learners.csv'))
    await table({ dimensions: { shoe_size: {} } })(school)
    expect((await school.failure()).message).toMatch(/shoe_size$/)
    expect(existsSync(school.workspace)).toBe(false)
  })

  it('names the line that an unknown key stands on', async () => {
    const school = await tinyProject()
    await rewrite('releases:\n', 'releases:\n  colour: red\n')(school)
    const lines = (await readFile(school.project, 'utf8')).split('\n')
    expect((await school.failure()).message).toContain(
      `kohort.yaml:${lines.indexOf('  colour: red') + 1}: releases: `,
    )
  })

  it('names the line that a value under its floor stands on', async () => {
    const school = await tinyProject()
    await policy({ minimumContributors: 3 })(school)
    const lines = (await readFile(school.project, 'utf8')).split('\n')
    expect((await school.failure()).message).toContain(
      `kohort.yaml:${lines.indexOf('  minimumContributors: 3') + 1}: `,
    )
  })

  it('works after the repair', async () => {
    const school = await tinyProject()
    await policy({ minimumContributors: 3 })(school)
    await school.failure()
    await school.repair()
    expect((await school.run()).periods.map(({ outcome }) => outcome)).toEqual(['released'])
  })
})
