import type { PublishedTable, TabulatedTable } from '../schemas/cell.ts'
import type { Held } from '../schemas/custody.ts'
import { WithheldError } from '../schemas/failure.ts'
import type { Rounding } from '../schemas/rounding.ts'
import type { Witness } from '../schemas/witness.ts'
import {
  type AuditBudget,
  type AuditFinding,
  type AuditReport,
  type AuditRule,
  unattacked,
} from '../transforms/audit/audit-report.ts'
import type { AuditVerdict } from '../transforms/audit/verdict.ts'
import type { DerivedLimits } from '../transforms/disclosure/apply-pattern.ts'
import type { ProtectionLimits, UnprovenTable } from '../transforms/disclosure/protect-tables.ts'
import type { RoundedTables } from '../transforms/disclosure/round-figures.ts'
import { type TreatedTables, treatAgain, treatTables } from '../transforms/disclosure/treat-tables.ts'

/** What was chosen in the end, and what the audit says of it. */
export interface AuditedTreatment extends TreatedTables {
  readonly report: AuditReport
  readonly released: Held<'protected', readonly PublishedTable[]> | null
}

/** Judges what is proposed, with points that may prove it, within a budget. */
export type Audit = (
  candidate: RoundedTables,
  witnesses: readonly Witness[],
  budget: AuditBudget,
) => Promise<AuditVerdict>

/** Wraps the first treatment of the tables. */
export type Suppressed = (treat: () => Promise<TreatedTables>) => Promise<TreatedTables>

/** Rules that hiding more beside the place may satisfy. */
const curable: readonly AuditRule[] = [
  'unproven',
  'narrow-interval',
  'estimable-contribution',
  'below-threshold',
  'exact-recovery',
  'singleton-recovery',
]

/** Times that intervals are to be wider than needed beside what was not proven; then the release is withheld. */
const attempts = [2, 4]

/**
 * Treats the tables of a release and has the audit judge them. Where it finds hidden figures narrow, or does not get
 * done within its bound on work, further rows beside them are hidden and all is judged anew, a few times.
 *
 * What the audit finds depends on counts of work, the same on every machine. Only where its time is over does
 * it depend on the machine: then nothing is tried again, and the release is withheld.
 *
 * @param audit judges a candidate within a budget
 * @param startBudget called once a first candidate stands; its deadline holds for all attempts
 * @param suppressed may give what the first treatment gave before, from the same tables and limits
 */
export async function treatAndAudit(
  tables: Held<'tabulated', readonly TabulatedTable[]>,
  limits: ProtectionLimits & DerivedLimits,
  rounding: Rounding,
  audit: Audit,
  startBudget: () => AuditBudget,
  suppressed: Suppressed = (treat) => treat(),
): Promise<AuditedTreatment> {
  let treated = await orWithheld(() => suppressed(() => treatTables(tables, limits, rounding)))
  const budget = startBudget()
  let verdict = await judge(treated, audit, budget)
  for (const times of attempts) {
    const places = curablePlaces(verdict.report)
    if (places.length === 0 || budget.now() >= budget.deadline) break
    const before = treated
    const again = await orWithheld(() => treatAgain(tables, before, limits, rounding, places, times))
    if (again === null) continue
    treated = again
    verdict = await judge(treated, audit, budget)
  }
  return { ...treated, unproven: [...treated.unproven, ...narrowTables(verdict.report, treated)], ...verdict }
}

/** A solver that fails, for lack of memory or otherwise, leaves nothing that may be published. */
export async function orWithheld<T>(treat: () => Promise<T>): Promise<T> {
  try {
    return await treat()
  } catch (error) {
    if (error instanceof Error && solverErrors.includes(error.name))
      throw new WithheldError('the solver failed, for lack of memory or otherwise: tables should be coarser')
    throw error
  }
}

/** Names of what the solver, or WebAssembly below it, throws. */
const solverErrors: readonly string[] = ['RuntimeError', 'RangeError', 'HighsError']

async function judge(
  { candidate, witnesses }: TreatedTables,
  audit: Audit,
  budget: AuditBudget,
): Promise<AuditVerdict> {
  return candidate === null ? { report: notRounded, released: null } : audit(candidate, witnesses, budget)
}

/** Rows to protect better; none where anything else is wrong, which hiding more does not cure. */
function curablePlaces({ findings }: AuditReport): readonly AuditFinding[] {
  return findings.every(({ rule, table }) => curable.includes(rule) && table !== '') ? findings : []
}

/** Tables that the audit did not find protected: they should be coarser. */
function narrowTables({ findings }: AuditReport, { unproven }: TreatedTables): readonly UnprovenTable[] {
  const rows = new Map<string, Set<string>>()
  for (const { rule, table, coordinates } of findings) {
    if (!curable.includes(rule) || table === '' || unproven.some((known) => known.table === table)) continue
    rows.set(table, (rows.get(table) ?? new Set()).add(coordinates.join('\n')))
  }
  return [...rows].map(([table, places]) => ({ table, rows: places.size }))
}

const notRounded: AuditReport = {
  passed: false,
  findings: [
    { rule: 'unproven', table: '', coordinates: [], measure: '', clause: 'no additive rounding was found' },
  ],
  facts: unattacked,
}
