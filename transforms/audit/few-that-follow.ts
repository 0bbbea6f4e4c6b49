import type { PublishedTable, TabulatedTable } from '../../schemas/cell.ts'
import type { AuditParameters } from '../../schemas/release.ts'
import type { AuditBudget, AuditFinding } from './audit-report.ts'
import { type CountedTwice, doubtfulVariables } from './counted-twice.ts'
import { exactRecovery } from './exact-recovery.ts'
import { hiddenSystem } from './hidden-system.ts'
import { type PublishedSystem, publishedSystem } from './published-system.ts'
import { projectReader } from './reader-assumptions.ts'
import { countedValues } from './truth-findings.ts'
import { disclosingDifferences } from './virtual-findings.ts'

/** Differences that disclose, and whether they follow by equations from what a reader is taken to know. */
export interface FewThatFollow {
  readonly system: PublishedSystem
  /** Where what was counted is not what is published, or contradicts itself. */
  readonly findings: readonly AuditFinding[]
  /** By variable: 1 where it discloses and follows. */
  readonly follows: Uint8Array
  /** By variable: 1 where it discloses, and whether it follows was not settled. */
  readonly open: Uint8Array
}

/**
 * @param known all tables, hidden where the reader does not know them
 * @param twice who is not in a flow may be so many fewer
 */
export function fewThatFollow(
  known: readonly PublishedTable[],
  truth: readonly TabulatedTable[],
  twice: CountedTwice,
  parameters: AuditParameters,
  budget: AuditBudget,
): FewThatFollow {
  const system = publishedSystem(known, projectReader.hiddenAtLeast)
  const { values, components } = hiddenSystem(system)
  const counted = countedValues(system, truth)
  const doubtful = doubtfulVariables(system, known, twice)
  const few = disclosingDifferences(system, counted.values, parameters, doubtful)
  const follows = few.map((one, variable) => (one === 1 && !Number.isNaN(values[variable]!) ? 1 : 0))
  const open = new Uint8Array(system.size)
  for (const component of components) {
    if (component.variables.every((variable) => few[variable] === 0)) continue
    const recovery = exactRecovery(component, budget)
    component.variables.forEach((variable, column) => {
      if (few[variable] === 0) return
      if (recovery === null || !recovery.consistent) open[variable] = 1
      else if (recovery.determined[column] === 1) follows[variable] = 1
    })
  }
  return { system, findings: counted.findings, follows, open }
}
