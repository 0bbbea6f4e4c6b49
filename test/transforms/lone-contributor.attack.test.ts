import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type { TabulatedTable } from '../../schemas/cell.ts'
import { auditRelease } from '../../transforms/audit/verdict.ts'
import { applyPattern } from '../../transforms/disclosure/apply-pattern.ts'
import { protectTables } from '../../transforms/disclosure/protect-tables.ts'
import { activeTable, kinds, places, readFigures, weeks } from './active-learners.ts'
import { auditParameters, countTable, dimension, flat, held, limits, unlimited } from './disclosure/tables.ts'

const k = 10

async function publish(table: TabulatedTable, singletons: boolean, coalition: number) {
  const own = { ...limits, intervalWidth: 10, singletons, coalition }
  const { patterns, withheld } = await protectTables(held(table), own)
  const candidate = applyPattern(held(table), patterns, auditParameters, withheld)
  const reader = { hiddenAtLeast: 1, singletons, coalition: singletons ? coalition : 0 } as const
  const { report } = await auditRelease(candidate, held(table), auditParameters, unlimited, reader)
  expect(report.findings).toEqual([])
  return candidate
}

/** How often each kind of learner is counted: figures, learners outside of a week, and overlaps of the weeks. */
type Form = readonly number[]
const counted = (place: string, week: string): Form =>
  kinds.map((kind) => {
    const isThere = place === '_T' || kind.place === place
    return Number(isThere && (week === '_T' ? kind.weeks.length > 0 : kind.weeks.includes(week)))
  })
const less = (one: Form, other: Form): Form => one.map((count, i) => count - other[i]!)
const groups: readonly Form[] = places.codes.flatMap(({ code: place }) => {
  const [month, ...each] = weeks.codes.map(({ code }) => counted(place, code))
  const together = each.reduce((sum, week) => sum.map((count, i) => count + week[i]!))
  return [month!, ...each, ...each.map((week) => less(month!, week)), less(together, month!)]
})

/** Whether a form follows from others, by elimination. */
function follows(form: Form, from: readonly Form[]): boolean {
  const basis: number[][] = []
  const reduce = (one: Form): number[] => {
    const rest = [...one]
    for (const row of basis) {
      const pivot = row.findIndex((value) => value !== 0)
      const factor = rest[pivot]! / row[pivot]!
      for (let i = pivot; i < rest.length; i++) rest[i]! -= factor * row[i]!
    }
    return rest.map((value) => (Math.abs(value) < 1e-9 ? 0 : value))
  }
  for (const one of from) {
    const rest = reduce(one)
    if (rest.some((value) => value !== 0)) basis.push(rest)
  }
  return reduce(form).every((value) => value === 0)
}

/** Small groups that the learners of another hidden group, as few as are given, compute: others than themselves. */
function computed(
  learners: readonly number[],
  figures: ReturnType<typeof readFigures>,
  most: number,
): number {
  const size = (form: Form) => form.reduce((sum, times, i) => sum + times * learners[i]!, 0)
  const behind = (form: Form) => learners.flatMap((count, i) => (form[i]! > 0 && count > 0 ? [i] : []))
  const published = figures.map(({ counts }) => counts)
  const zeros = figures.flatMap(({ value, counts }) => (value === 0 ? [counts] : []))
  let found = 0
  for (const known of groups) {
    if (size(known) < 1 || size(known) > most) continue
    const themselves = new Set(behind(known))
    for (const victim of groups) {
      if (size(victim) < 1 || size(victim) >= k || behind(victim).every((kind) => themselves.has(kind)))
        continue
      if (!follows(victim, [...published, known]) || follows(victim, [...zeros, known])) continue
      found++
    }
  }
  return found
}

const counts = fc.array(fc.constantFrom(0, 0, 1, 1, 2, 3, 7, 24, 31, 40), {
  minLength: kinds.length,
  maxLength: kinds.length,
})

it.each([{ coalition: 1 }, { coalition: 2 }])(
  'at most $coalition in one cell or difference compute no small group, and would if they were not reckoned with',
  { timeout: 120_000 },
  async ({ coalition }) => {
    let leaks = 0
    for (const learners of fc.sample(counts, { seed: 1, numRuns: 20 })) {
      const table = activeTable(learners)
      expect(computed(learners, readFigures(await publish(table, true, coalition)), coalition)).toBe(0)
      leaks += computed(learners, readFigures(await publish(table, false, coalition)), coalition)
    }
    expect(leaks).toBeGreaterThan(0)
  },
)

it('the only woman of a week does not learn how many men were not active in it', async () => {
  const genders = dimension('gender', flat('f', 'm'))
  const weeks = dimension('week', flat('w1', 'w2'), 'event')
  const active: Readonly<Record<string, readonly number[]>> = {
    f: [30, 1, 29],
    m: [23, 20, 13],
    _T: [53, 21, 42],
  }
  const empty = countTable([genders, weeks], {}, 'publish')
  const cells = empty.cells.map((cell) => {
    const [gender, week] = cell.coordinates
    const value = active[gender!]![['_T', 'w1', 'w2'].indexOf(week!)]!
    return { ...cell, contributors: value, measures: [{ value, contributors: value, largest: [] }] }
  })
  const baseMeasures = empty.shape.baseMeasures.map((measure) => ({
    ...measure,
    counts: 'active',
    overEvents: 'distinct' as const,
  }))
  const table = { shape: { ...empty.shape, baseMeasures }, cells }
  const hidden = ['f w1', 'f w2', 'm w1', 'm w2']
  const rows = table.cells.map(({ coordinates, contributors }) => ({
    status: hidden.includes(coordinates.join(' ')) ? ('primary' as const) : ('published' as const),
    reasons: hidden.includes(coordinates.join(' ')) && contributors < k ? (['threshold'] as const) : [],
  }))
  const parameters = { ...auditParameters, intervalWidth: 1 }
  const candidate = applyPattern(held(table), [{ table: 'table', rows }], parameters, [])
  const judge = async (singletons: boolean) => {
    const reader = { hiddenAtLeast: 1, singletons, coalition: 0 } as const
    const { report } = await auditRelease(candidate, held(table), parameters, unlimited, reader)
    return report.findings.map(
      ({ rule, coordinates, measure }) => `${rule} ${coordinates.join(' ')} ${measure}`,
    )
  }
  expect(await judge(false)).toEqual([])
  expect(await judge(true)).toContain('singleton-recovery m _T learners outside week w1')
  const safe = await publish(table, true, 1)
  const shown = safe[0]!.rows.flatMap(({ coordinates, figures }) =>
    figures[0]!.value === null ? [] : [coordinates.join(' ')],
  )
  expect(shown).not.toEqual(expect.arrayContaining(['m _T', '_T w1']))
})

/** Active learners by region and course: how many are in each course, and in any. */
function courseTable(regions: Readonly<Record<string, readonly number[]>>, codes: readonly string[]) {
  const courses = dimension('course', flat(...codes), 'event')
  const empty = countTable(
    [dimension('region', flat(...Object.keys(regions).slice(1))), courses],
    {},
    'publish',
  )
  const cells = empty.cells.map((cell) => {
    const [region, course] = cell.coordinates
    const value = regions[region!]![['_T', ...codes].indexOf(course!)]!
    return { ...cell, contributors: value, measures: [{ value, contributors: value, largest: [] }] }
  })
  const baseMeasures = empty.shape.baseMeasures.map((measure) => ({
    ...measure,
    counts: 'active',
    overEvents: 'distinct' as const,
  }))
  return { shape: { ...empty.shape, baseMeasures }, cells }
}

it('one learner in four courses, where all others are in one, does not learn the overlaps elsewhere', async () => {
  const table = courseTable(
    { _T: [208, 55, 55, 55, 55], r1: [97, 25, 25, 25, 25], r2: [111, 30, 30, 30, 30] },
    ['a', 'b', 'c', 'd'],
  )
  const hidden = ['r1 d', 'r2 d']
  const rows = table.cells.map(({ coordinates }) => {
    const isHidden = hidden.includes(coordinates.join(' '))
    return {
      status: isHidden ? ('complementary' as const) : ('published' as const),
      reasons: isHidden ? (['complementary'] as const) : [],
    }
  })
  const parameters = { ...auditParameters, intervalWidth: 1 }
  const candidate = applyPattern(held(table), [{ table: 'table', rows }], parameters, [])
  const reader = { hiddenAtLeast: 1, singletons: true, coalition: 1 } as const
  const { report } = await auditRelease(candidate, held(table), parameters, unlimited, reader)
  expect(report.findings.map(({ rule }) => rule)).toContain('singleton-recovery')
  await publish(table, true, 1)
})

it('one learner who is alone in several differences at once learns nothing of others', async () => {
  const genders = dimension('gender', flat('f', 'm'))
  const regions = dimension('region', flat('r1', 'r2', 'r3'))
  const courses = dimension('course', flat('a', 'b'), 'event')
  const empty = countTable([regions, genders, courses], {}, 'publish')
  const cells = empty.cells.map((cell) => {
    const [region, gender, course] = cell.coordinates
    const leaves = (region === '_T' ? 3 : 1) * (gender === '_T' ? 2 : 1)
    const holdsOne = (region === '_T' || region === 'r1') && (gender === '_T' || gender === 'm') ? 1 : 0
    const value = { _T: 70 * leaves + holdsOne, a: 70 * leaves, b: 30 * leaves + holdsOne }[course!]!
    return { ...cell, contributors: value, measures: [{ value, contributors: value, largest: [] }] }
  })
  const baseMeasures = empty.shape.baseMeasures.map((measure) => ({
    ...measure,
    counts: 'active',
    overEvents: 'distinct' as const,
  }))
  const candidate = await publish({ shape: { ...empty.shape, baseMeasures }, cells }, true, 2)
  expect(candidate[0]!.rows.filter(({ figures }) => figures[0]!.value === null)).toHaveLength(4)
})
