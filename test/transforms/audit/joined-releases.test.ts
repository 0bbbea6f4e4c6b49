import { describe, expect, it } from 'vitest'
import { parsePeriod } from '../../../pipeline/period-calendar.ts'
import type { BaseMeasure, Dimension, PublishedTable } from '../../../schemas/cell.ts'
import { joinReleases, type ReleasedTables } from '../../../transforms/audit/joined-releases.ts'
import { auditFromOutside } from '../../../transforms/audit/verdict.ts'
import { brief, counted, dimension, measure, parameters, published, shape, unlimited } from './tables.ts'

const gender = dimension('gender', ['f', 'm'])
const distinct = measure('learners')
const additive = measure('joined', { overEvents: 'additive' })

interface Shown {
  readonly period: string
  /** By code; what is not named is hidden. */
  readonly figures: Readonly<Record<string, number>>
  readonly of?: BaseMeasure
  readonly over?: Dimension
  readonly project?: string
}

function released({ period, figures, of = distinct, over = gender, project = 'a' }: Shown): ReleasedTables {
  const table = counted(shape([over], { period, baseMeasures: [of] }), ([at]) => [figures[at!] ?? 0])
  const tables: readonly PublishedTable[] = [published(table, ([at]) => !(at! in figures))]
  return { id: `${project}/${period}/1`, period: parsePeriod(period), tables }
}

async function found(...shown: readonly Shown[]): Promise<readonly string[]> {
  const tables = joinReleases(shown.map(released))
  if (tables === null) return ['the periods do not nest']
  const { findings } = await auditFromOutside(tables, parameters, unlimited, undefined, 0)
  return brief(findings)
}

describe('releases of one period', () => {
  const a = { period: '2026-10', figures: { _T: 60, f: 20, m: 40 } }

  it('say nothing new where they agree', async () => {
    expect(await found(a, { ...a, project: 'b' })).toEqual([])
  })

  it('are found where they show one figure with two values', async () => {
    const b = { ...a, project: 'b', figures: { _T: 63, f: 20 } }
    expect(await found(a, b)).toContain('conflicting-figures _T')
  })

  it('are found where both give one sum, and give it differently', async () => {
    const b = { ...a, project: 'b', figures: { _T: 63 } }
    expect(await found({ ...a, figures: { f: 20, m: 40 } }, b)).toEqual(['arithmetic _T'])
  })

  it('are found where one shows what the other hides', async () => {
    const b = { ...a, project: 'b', figures: { f: 55 } }
    expect(await found({ ...a, figures: { _T: 60 } }, b)).toContain('below-threshold m')
  })
})

describe('a longer period and shorter ones within it', () => {
  const months = ['2026-10', '2026-11', '2026-12']
  const monthly = (f: readonly number[], more: Partial<Shown> = {}) =>
    f.map((value, i): Shown => ({ period: months[i]!, figures: { f: value }, of: additive, ...more }))
  const quarter = (f: number, more: Partial<Shown> = {}): Shown => ({
    ...{ period: '2026-Q4', figures: { f }, of: additive },
    ...more,
  })

  it('agree where learners who are counted once add up', async () => {
    expect(await found(quarter(60), ...monthly([20, 30, 10]))).toEqual([])
  })

  it('are found where a month that hides few learners follows', async () => {
    expect(await found(quarter(60), ...monthly([20, 36]))).toEqual([
      'below-threshold 2026-Q4 but what was released of it f',
    ])
    const december = { period: '2026-12', figures: { _T: 40 }, of: additive }
    expect(await found(quarter(60), ...monthly([20, 36]), december)).toEqual(['below-threshold 2026-12 f'])
  })

  it('are found where they contradict each other', async () => {
    expect(await found(quarter(63), ...monthly([20, 30, 10]))).toContain('arithmetic 2026-Q4 f')
    expect(await found(quarter(43), ...monthly([20, 30]))).not.toEqual([])
    expect(await found(quarter(19, { of: distinct }), ...monthly([20], { of: distinct }))).not.toEqual([])
  })

  it('are found where few were in the month and not in the week', async () => {
    const month = { period: '2026-10', figures: { f: 27 } }
    expect(await found(month, { period: '2026-W42', figures: { f: 22 } })).toContain(
      'few-contributors 2026-10 f',
    )
    expect(await found(month, { period: '2026-W42', figures: { f: 17 } })).toEqual([])
  })

  it('are found where a second version of a month shows another figure', async () => {
    const again = { period: '2026-11', figures: { f: 34 }, of: additive, project: 'b' }
    expect(await found(quarter(60), ...monthly([20, 30, 10]), again)).toContain(
      'conflicting-figures 2026-11 f',
    )
  })

  it('are linked over three lengths of period', async () => {
    const year = { period: '2026', figures: { f: 100 }, of: additive }
    const others = ['2026-Q1', '2026-Q2', '2026-Q3'].map((period) => ({
      period,
      figures: { f: 20 },
      of: additive,
    }))
    expect(await found(year, ...others, ...monthly([20, 16]))).toEqual([
      'below-threshold 2026 but what was released of it f',
    ])
  })

  it('are linked where an event came up in between, which was none before', async () => {
    const course = (...codes: readonly string[]) => dimension('course', codes, { kind: 'event' })
    const before = { period: '2026-10', figures: { _T: 40, a: 40 }, over: course('a') }
    const after = { period: '2026-11', figures: { _T: 50, a: 30, b: 20 }, over: course('a', 'b') }
    const both = { period: '2026-Q4', over: course('a', 'b') }
    expect(await found(before, after, { ...both, figures: { _T: 70, a: 50, b: 30 } })).toEqual([])
    expect(await found(before, after, { ...both, figures: { _T: 70, a: 50, b: 22 } })).toContain(
      'few-contributors 2026-Q4 b',
    )
  })

  it('are two tables where one shows tracks and the other their courses', async () => {
    const course = (...tree: Parameters<typeof dimension>[1]) => dimension('course', tree, { kind: 'event' })
    const month = {
      ...{ period: '2026-10', over: course(['t', ['a', 'b']]) },
      figures: { _T: 40, t: 40, a: 20, b: 30 },
    }
    const quarter = { period: '2026-Q4', over: course('t'), figures: { _T: 60, t: 60 } }
    expect(await found(month, quarter)).toEqual([])
  })

  it('are linked where the levels of their tables differ', async () => {
    const finer = dimension('gender', [['f', ['f1', 'f2']], 'm'])
    const fine = monthly([20, 30], { over: finer })
    expect(await found(quarter(55), ...fine)).toContain(
      'below-threshold 2026-Q4 but what was released of it f',
    )
  })
})

it('weeks across two months do not nest', async () => {
  const week = { period: '2026-W43', figures: { f: 22 } }
  expect(await found({ period: '2026-10', figures: { f: 27 } }, week)).not.toEqual([
    'the periods do not nest',
  ])
  const both = [
    { period: '2026-W40', figures: { f: 22 } },
    { period: '2026-10', figures: { f: 27 } },
  ]
  expect(await found(...both)).toEqual(['the periods do not nest'])
})
