import { expect, it } from 'vitest'
import { requiredWidth } from '../../../transforms/audit/required-width.ts'
import { auditRelease } from '../../../transforms/audit/verdict.ts'
import {
  brief,
  counted,
  dimension,
  held,
  measure,
  parameters,
  published,
  shape,
  unlimited,
} from './tables.ts'

it.each([
  { counted: 0, relativeWidth: 10, width: 10, because: 'the absolute width holds' },
  { counted: 100, relativeWidth: 10, width: 10, because: 'both are the same' },
  { counted: 101, relativeWidth: 10, width: 11, because: 'it is rounded up' },
  { counted: 5000, relativeWidth: 0, width: 10, because: 'no relative width is asked for' },
])('asks for $width at $counted: $because', ({ counted, relativeWidth, width }) => {
  expect(requiredWidth({ intervalWidth: 10, relativeWidth }, counted)).toBe(width)
})

const dimensions = [dimension('region', ['r1', 'r2', 'r3']), dimension('band', ['x', 'y', 'z'])]
const minutes: Readonly<Record<string, number>> = { 'r1 x': 5000, 'r1 y': 40, 'r2 x': 30, 'r2 y': 50 }

it.each([
  { relativeWidth: 0, findings: [], because: 'a range of 80 is more than 10' },
  { relativeWidth: 1, findings: [], because: 'it is more than 50' },
  { relativeWidth: 2, findings: ['narrow-interval r1 x'], because: 'it is less than 100' },
])('holds 5,000 minutes in [4950, 5030] against $relativeWidth per cent: $because', async (example) => {
  const value = (region: string, band: string): number =>
    ['r1', 'r2', 'r3']
      .filter((code) => region === '_T' || region === code)
      .flatMap((r) =>
        ['x', 'y', 'z'].filter((code) => band === '_T' || band === code).map((b) => `${r} ${b}`),
      )
      .reduce((sum, leaf) => sum + (minutes[leaf] ?? 900), 0)
  const of = shape(dimensions, {
    baseMeasures: [measure('minutes', { type: 'sum', overEvents: 'additive' })],
  })
  const truth = counted(
    of,
    ([region, band]) => [value(region!, band!)],
    (at) => {
      const all = value(at[0]!, at[1]!)
      const contributors = at.join(' ') === 'r1 x' ? 3 : 30
      return { measures: [{ value: all, contributors, largest: [Math.ceil(all / contributors)] }] }
    },
  )
  const candidate = published(truth, (at) => at.join(' ') in minutes)
  const dominance = { ...parameters.dominance, p: 1, coalition: 0 }
  const limits = { ...parameters, relativeWidth: example.relativeWidth, dominance }
  const { report } = await auditRelease([candidate], held(truth), limits, unlimited)
  expect(brief(report.findings)).toEqual(example.findings)
})
