import { expect, it } from 'vitest'
import { findingReasons } from '../../pipeline/finding-reasons.ts'
import type { AuditFinding } from '../../transforms/audit/audit-report.ts'

const finding = (...coordinates: readonly string[]): AuditFinding => ({
  rule: 'narrow-interval',
  table: 'active',
  coordinates,
  measure: 'learners',
  clause: 'it is narrow',
})

it('names rows by their codes, each once and few of them', () => {
  expect(findingReasons([finding('north', '_T'), finding('north', '_T'), finding('_T', '_T')])).toEqual([
    'narrow-interval in active: it is narrow (north; the total)',
  ])
  const many = Array.from({ length: 11 }, (_, i) => finding(`n${i}`, 'f'))
  expect(findingReasons(many)).toEqual([
    'narrow-interval in active: it is narrow (n0 f; n1 f; n2 f; n3 f; n4 f; n5 f; n6 f; n7 f; and 3 more)',
  ])
  expect(findingReasons([{ ...finding(), table: '' }])).toEqual(['narrow-interval in : it is narrow'])
})
