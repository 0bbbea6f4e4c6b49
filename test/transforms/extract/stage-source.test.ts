import { describe, expect, it } from 'vitest'
import { fateCode, rowFates } from '../../../transforms/extract/row-fate.ts'
import { type StagingPlan, stageSource } from '../../../transforms/extract/stage-source.ts'
import { emptyDatabase, valuesOf } from '../database.ts'

const database = await emptyDatabase()
await database.run(`CREATE TABLE vault.key_learners AS FROM (VALUES
  ('ann', 1, ${fateCode('used')}), ('bob', 2, ${fateCode('notAdmitted')}), ('eve', 3, ${fateCode('later')})) AS v(id, number, fate)`)
await database.run(`CREATE TABLE vault.key_lessons AS FROM (VALUES ('l1', 11), ('l2', 12)) AS v(id, number)`)
await database.run(
  `CREATE TABLE vault.duplicate_lesson_views AS FROM (VALUES ('f', 2), ('f', 3)) AS v(file, position)`,
)

const plan: StagingPlan = {
  source: 'lesson_views',
  checked: '',
  references: [
    { field: 'learner_id', to: 'learners' },
    { field: 'lesson_id', to: 'lessons' },
  ],
  carried: { started_at: 'CAST(started_at AS DATE)', seconds: '"seconds"' },
  at: 'started_at',
  asOfEnd: '2026-11-01',
  duplicates: true,
  duplicateRule: 5,
  unknownRules: [6, 7],
}

/** The staged form of one row: references, carried columns, fate by name, rule, file and position. */
async function stage(
  row: { learner?: string; lesson?: string; at?: string; rule?: number; position?: number },
  change: Partial<StagingPlan> = {},
) {
  const { learner = "'ann'", lesson = "'l1'", at = '2026-10-31 23:59:59', rule = 0, position = 1 } = row
  const checked = `SELECT ${learner} AS learner_id, ${lesson} AS lesson_id, TIMESTAMP '${at}' AS started_at, 60 AS seconds, ${rule} AS __rule, 'f' AS __file, ${position} AS __position`
  const [values] = await valuesOf(database, stageSource({ ...plan, ...change, checked }))
  return values!.map((value, i) => (i === 4 ? rowFates[Number(value)] : value))
}

describe('a good row', () => {
  it('carries numbers for references and no trace of where it stood', async () => {
    expect(await stage({})).toEqual(['1', '11', '2026-10-31', '60', 'used', null, null, null])
  })
  it('keeps a reference to the number of what it names', async () => {
    expect((await stage({ lesson: "'l2'" }))[1]).toBe('12')
  })
})

describe('the fate of a row', () => {
  it.each([
    { because: 'it breaks a rule', row: { rule: 3 }, fate: 'quarantined', rule: '3' },
    { because: 'an earlier row has its key', row: { position: 2 }, fate: 'quarantined', rule: '5' },
    { because: 'its learner is not known', row: { learner: "'zoe'" }, fate: 'quarantined', rule: '6' },
    { because: 'its lesson is not known', row: { lesson: "'l9'" }, fate: 'quarantined', rule: '7' },
    { because: 'its learner is not admitted', row: { learner: "'bob'" }, fate: 'notAdmitted', rule: null },
    { because: 'its learner registers later', row: { learner: "'eve'" }, fate: 'later', rule: null },
    { because: 'it happens later', row: { at: '2026-11-01 00:00:00' }, fate: 'later', rule: null },
    { because: 'nothing speaks against it', row: {}, fate: 'used', rule: null },
  ])('is $fate when $because', async ({ row, fate, rule }) => {
    expect((await stage(row)).slice(4, 6)).toEqual([fate, rule])
  })

  const late = { at: '2027-01-01 00:00:00' }
  it.each([
    {
      first: 'a broken rule',
      second: 'a repeated key',
      row: { rule: 3, position: 2 },
      fate: 'quarantined',
      rule: '3',
    },
    {
      first: 'a repeated key',
      second: 'an unknown learner',
      row: { position: 2, learner: "'zoe'" },
      fate: 'quarantined',
      rule: '5',
    },
    {
      first: 'an unknown learner',
      second: 'an unknown lesson',
      row: { learner: "'zoe'", lesson: "'l9'" },
      fate: 'quarantined',
      rule: '6',
    },
    {
      first: 'an unknown lesson',
      second: 'refusal',
      row: { lesson: "'l9'", learner: "'bob'" },
      fate: 'quarantined',
      rule: '7',
    },
    {
      first: 'a broken rule',
      second: 'a late moment',
      row: { ...late, rule: 3 },
      fate: 'quarantined',
      rule: '3',
    },
    {
      first: 'refusal',
      second: 'a late moment',
      row: { ...late, learner: "'bob'" },
      fate: 'notAdmitted',
      rule: null,
    },
  ])('$first comes before $second', async ({ row, fate, rule }) => {
    expect((await stage(row)).slice(4, 6)).toEqual([fate, rule])
  })

  it('says file and position of bad rows', async () => {
    expect((await stage({ position: 3 })).slice(4)).toEqual(['quarantined', '5', 'f', '3'])
  })
})

it('asks for no twins where no key repeats', async () => {
  expect((await stage({ position: 2 }, { duplicates: false })).slice(4, 6)).toEqual(['used', null])
})

it('keeps sources without a moment, references or learners', async () => {
  const sql = stageSource({
    ...plan,
    source: 'courses',
    references: [],
    at: null,
    duplicates: false,
    carried: { id: 'course_id' },
    checked: "SELECT 'c' AS course_id, 0 AS __rule, 'f' AS __file, 1 AS __position",
  })
  expect(await valuesOf(database, sql)).toEqual([['c', '0', null, null, null]])
})
