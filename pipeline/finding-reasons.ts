import { totalCode } from '../schemas/hierarchy.ts'
import type { AuditFinding } from '../transforms/audit/audit-report.ts'

/** Rows that a reason names; a person who has to change a table needs no more. */
const mostRows = 8

/**
 * Why a period was withheld, one clause for each rule and table, with the rows that it is about: codes that are no totals.
 * Restricted: it tells which figures disclose.
 */
export function findingReasons(findings: readonly AuditFinding[]): readonly string[] {
  const rows = new Map<string, Set<string>>()
  for (const { rule, table, clause, coordinates } of findings) {
    const reason = `${rule} in ${table}: ${clause}`
    const own = rows.get(reason) ?? new Set()
    rows.set(reason, own)
    if (coordinates.length > 0) own.add(rowText(coordinates))
  }
  return [...rows].map(([reason, named]) => {
    if (named.size === 0) return reason
    const rest = named.size - mostRows
    const first = [...named].slice(0, mostRows).join('; ')
    return `${reason} (${first}${rest > 0 ? `; and ${rest} more` : ''})`
  })
}

function rowText(coordinates: readonly string[]): string {
  const codes = coordinates.filter((code) => code !== totalCode)
  return codes.length === 0 ? 'the total' : codes.join(' ')
}
