import { describe, expect, it } from 'vitest'
import { attributeChecks } from '../../../transforms/extract/attribute-checks.ts'
import { emptyDatabase, valuesOf } from '../database.ts'
import { attribute } from '../hierarchies.ts'

const database = await emptyDatabase()

const place = { field: 'home', lines: ["Qo'qon;east;*", 'Xiva;west;*', 'north;north;*'] }
const age = { field: 'birth_date', bands: { of: 'age' as const, levels: { fine: [18] } } }

async function broken(
  checks: ReturnType<typeof attributeChecks>,
  values: string,
): Promise<readonly unknown[]> {
  const cases = checks.map(({ rule, condition }, i) => `CASE WHEN ${condition} THEN '${rule}' END AS c${i}`)
  const rows = await valuesOf(
    database,
    `SELECT ${['0 AS zero', ...cases].join(', ')} FROM (SELECT ${values})`,
  )
  return rows[0]!.slice(1).filter((value) => value !== null)
}

describe('a value must be a leaf of the hierarchy', () => {
  it.each([
    { home: "'Qo''qon'", rules: [] },
    { home: "'north'", rules: [] },
    { home: "'east'", rules: ['home: not in the hierarchy place'] },
    { home: "'qo''qon'", rules: ['home: not in the hierarchy place'] },
    { home: "'_X'", rules: ['home: not in the hierarchy place'] },
    { home: "'_T'", rules: ['home: not in the hierarchy place'] },
    { home: 'CAST(NULL AS VARCHAR)', rules: [] },
  ])('$home breaks $rules', async ({ home, rules }) => {
    expect(await broken(attributeChecks('learners', [attribute('place', place)]), `${home} AS home`)).toEqual(
      rules,
    )
  })
})

describe('a missing value', () => {
  const strict = [
    attribute('place', { ...place, missing: 'quarantine' }),
    attribute('age', { ...age, missing: 'quarantine' }),
  ]
  it('is bad where the project says so', async () => {
    const rules = await broken(
      attributeChecks('learners', strict),
      'CAST(NULL AS VARCHAR) AS home, CAST(NULL AS DATE) AS birth_date',
    )
    expect(rules).toEqual(['home: missing', 'birth_date: missing'])
  })
  it('is no matter where it counts as not stated', async () => {
    expect(attributeChecks('learners', [attribute('age', age)])).toEqual([])
  })
})

it('asks of each source its own attributes', () => {
  const result = attribute('result', { of: 'progress', lines: ['pass;*', 'fail;*'] })
  expect(attributeChecks('learners', [result])).toEqual([])
  expect(attributeChecks('progress', [result]).map(({ rule }) => rule)).toEqual([
    'result: not in the hierarchy result',
  ])
})
