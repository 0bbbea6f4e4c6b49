import { expect, it } from 'vitest'
import { auditRelease } from '../../../transforms/audit/verdict.ts'
import type { Counts } from './tables.ts'
import { brief, counted, dimension, held, parameters, published, shape, sums, unlimited } from './tables.ts'

const part = [dimension('part', ['x', 'y', 'z'])]

async function judge(
  leaves: Readonly<Record<string, number>>,
  hidden: readonly string[],
  intervalWidth = 10,
) {
  const truth = counted(shape(part, { zeros: 'protect' }), sums(part, leaves))
  const { report } = await auditRelease(
    [published(truth, ([at]) => hidden.includes(at!))],
    held(truth),
    { ...parameters, intervalWidth },
    unlimited,
  )
  return brief(report.findings)
}

it.each([
  { x: 9, findings: ['few-contributors x', 'published-primary x'] },
  { x: 10, findings: [] },
])('publishes $x learners where 10 are enough: $findings', async ({ x, findings }) => {
  expect(await judge({ x, y: 30, z: 40 }, [])).toEqual(findings)
})

it.each([
  { x: 4, y: 10, findings: ['narrow-interval x'], because: 'x lies in [0, 14]' },
  { x: 4, y: 11, findings: [], because: 'x lies in [0, 15]' },
])('holds $x + $y against a width of 15: $because', async ({ x, y, findings }) => {
  expect(await judge({ x, y, z: 40 }, ['x', 'y'], 15)).toEqual(findings)
})

it('settles a component of thousands of figures with few programs, and finds what is narrow in it', async () => {
  const codes = Array.from({ length: 60 }, (_, i) => `${i}`)
  const dimensions = [dimension('row', codes), dimension('column', codes)]
  const findings = async (inFirstRow: number) => {
    const ofRow = (row: string) => (row === '0' ? inFirstRow : 5)
    const counts: Counts = ([row, column]) => {
      const rows = row === '_T' ? 59 * 5 + inFirstRow : ofRow(row!)
      return [column === '_T' ? 60 * rows : rows]
    }
    const truth = counted(shape(dimensions, { zeros: 'protect' }), counts)
    const candidate = published(truth, (at) => !at.includes('_T'))
    return (await auditRelease([candidate], held(truth), parameters, unlimited)).report
  }
  const wide = await findings(5)
  expect([brief(wide.findings), wide.facts.primaries, wide.facts.components]).toEqual([[], 3600, 1])
  expect(wide.facts.linearPrograms).toBeLessThan(200)
  const empty = await findings(0)
  expect(new Set(empty.findings.map(({ rule }) => rule))).toEqual(
    new Set(['published-primary', 'published-zero', 'narrow-interval', 'unproven']),
  )
  const left = ['narrow-interval', 'unproven'].map((of) => empty.findings.filter(({ rule }) => rule === of))
  expect(left[0], 'exact intervals are found of as many as it takes to say no').toHaveLength(50)
  const ofEmptyRow = left.flat().filter(({ coordinates }) => coordinates[0] === '0')
  expect(ofEmptyRow, 'the others are not said to be proven').toHaveLength(60)
}, 60_000)
