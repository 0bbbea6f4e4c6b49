import { expect, it } from 'vitest'
import { projectReader } from '../../../transforms/audit/reader-assumptions.ts'
import { auditRelease } from '../../../transforms/audit/verdict.ts'
import { counted, dimension, held, parameters, published, shape, sums, unlimited } from './tables.ts'

const dimensions = [dimension('region', ['r1', 'r2', 'r3']), dimension('gender', ['f', 'm'])]
const leaves = { 'r1 f': 4, 'r1 m': 60, 'r2 f': 8, 'r2 m': 40, 'r3 f': 50, 'r3 m': 55 }

it.each([
  { coalition: 0, narrow: null, because: 'nobody pools what they know' },
  { coalition: 1, narrow: 0, because: 'either may still be 1 to 11' },
  { coalition: 2, narrow: 2, because: 'groups that hold two are 2 at least, so either is 2 to 10' },
])(
  'a coalition of $coalition narrows $narrow of two primaries that are just wide enough: $because',
  async (example) => {
    const { coalition, narrow } = example
    const few = counted(shape(dimensions), sums(dimensions, leaves))
    const candidate = published(few, (at) => ['r1 f', 'r1 m', 'r2 f', 'r2 m'].includes(at.join(' ')))
    const reader = { ...projectReader, coalition }
    const budget = { ...unlimited, measures: true }
    const { report } = await auditRelease([candidate], held(few), parameters, budget, reader)
    expect([report.findings, report.facts.narrowForCoalitions]).toEqual([[], narrow])
  },
)
