import { describe, expect, it } from 'vitest'
import { type Audit, treatAndAudit } from '../../pipeline/audited-treatment.ts'
import type { AuditBudget } from '../../transforms/audit/audit-report.ts'
import { auditRelease } from '../../transforms/audit/verdict.ts'
import {
  auditParameters,
  countTable,
  dimension,
  flat,
  held,
  limits,
  unlimited,
} from '../transforms/disclosure/tables.ts'

const places = dimension('place', flat('x', 'y', 'z', 'w'))
const ages = dimension('age', flat('young', 'middle', 'old'))
const counts = { 'x young': 3, 'y young': 14, 'z young': 60, 'w young': 55 }
const more = { 'x middle': 25, 'y middle': 31, 'z middle': 37, 'w middle': 41 }
const table = countTable([places, ages], {
  ...counts,
  ...more,
  'x old': 28,
  'y old': 33,
  'z old': 39,
  'w old': 46,
})

/** What the treatment ends with, and how many rows each candidate hid. */
async function treat(width: number, budgetOf: (attempt: number) => AuditBudget, start = unlimited) {
  const hidden: number[] = []
  const audit: Audit = (candidate) => {
    hidden.push(candidate.tables[0]!.rows.filter(({ figures }) => figures[0]!.status === 'c').length)
    const reader = { hiddenAtLeast: 1, singletons: false, coalition: 0 } as const
    const atWidth = { ...auditParameters, intervalWidth: width }
    return auditRelease(candidate.tables, held(table), atWidth, budgetOf(hidden.length), reader)
  }
  const own = { ...limits, intervalWidth: 10, percentageBase: 20 }
  const result = await treatAndAudit(held(table), own, 'none', audit, () => start)
  return { ...result, hidden, rules: [...new Set(result.report.findings.map(({ rule }) => rule))] }
}

describe('treatAndAudit', () => {
  it('leaves a pattern alone that the audit lets pass', async () => {
    const { hidden, released, unproven } = await treat(10, () => unlimited)
    expect([hidden.length, released === null, unproven]).toEqual([1, false, []])
  })

  it('hides more beside what the audit finds narrow, which then passes', async () => {
    const { hidden, released } = await treat(25, () => unlimited)
    expect(released).not.toBeNull()
    expect(hidden).toHaveLength(2)
    expect(hidden[1]).toBeGreaterThan(hidden[0]!)
  })

  it('hides more beside what a bound on work left unproven, and lets it pass where it then suffices', async () => {
    const { hidden, released } = await treat(10, (attempt) =>
      attempt === 1 ? { ...unlimited, work: -1 } : unlimited,
    )
    expect(released).not.toBeNull()
    expect(hidden[1]).toBeGreaterThan(hidden[0]!)
  })

  it('withholds in the end, and names the table that should be coarser', async () => {
    const { hidden, released, rules, unproven } = await treat(10, () => ({ ...unlimited, work: -1 }))
    expect([released, rules]).toEqual([null, ['unproven']])
    expect(hidden, 'every attempt hides more').toEqual([...new Set(hidden)].toSorted((a, b) => a - b))
    expect(unproven).toMatchObject([{ table: 'table' }])
  })

  it('tries nothing again where the time is over, for that differs between machines', async () => {
    const ended = { now: () => 1, deadline: 0 }
    const { hidden, released, rules, unproven } = await treat(10, () => ended, ended)
    expect([hidden.length, released, rules]).toEqual([1, null, ['unproven']])
    expect(unproven).toMatchObject([{ table: 'table' }])
  })

  it('gives up where nothing more can be hidden', async () => {
    const { released, rules } = await treat(10_000, () => unlimited)
    expect([released, rules]).toEqual([null, ['narrow-interval']])
  })

  it('ends with the same pattern on any machine', async () => {
    const once = await treat(25, () => unlimited)
    const again = await treat(25, () => unlimited)
    expect(again.patterns).toEqual(once.patterns)
  })
})
