import { printable } from '../reports/messages/check/printable.ts'
import type { Period } from '../schemas/period.ts'
import type { Approval } from './approval/approve.ts'
import type { ReleaseAudit } from './audit-release.ts'
import type { Books } from './books.ts'
import { checkLine } from './checks/judge-checks.ts'
import type { DemoResult } from './demo.ts'
import type { HeldPeriod } from './held-periods.ts'
import { absentText } from './ledger/forget-contributions.ts'
import type { PinnableMerge } from './merge-proposals.ts'
import type { NightResult } from './night.ts'
import type { ProtectCellsResult } from './protect-cells.ts'
import type { RevisionRecord } from './revisions/revision-summary.ts'
import type { StockSummary } from './stocks/stock-summary.ts'
import { percent, type StatusShares } from './usefulness.ts'
import type { Verification } from './verify.ts'

/** Columns of text, the first aligned left, the others right. */
function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>((w, row) => row.map((cell, i) => Math.max(w[i] ?? 0, cell.length)), [])
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function booksText(books: Books): string {
  const rows = Object.entries(books).map(([source, entry]) =>
    [source, entry.read, entry.quarantined, entry.notAdmitted, entry.merged, entry.later, entry.used].map(
      String,
    ),
  )
  return columns([
    ['source', 'read =', 'quarantined +', 'not admitted +', 'merged +', 'later +', 'used'],
    ...rows,
  ])
}

/** What a person wants to know at the end of a run. Restricted: it speaks of what is hidden. */
export function nightSummary(result: NightResult): string {
  const parts = [`${result.project}, as of ${result.asOf}`, booksText(result.books)]
  if (result.outcome === 'idle') parts.push('sources are as they were: they were not read again')
  if (result.resumed !== null)
    parts.push(`went on where the run ${result.resumed} was cut off: the books are that run's`)
  if (result.outcome === 'stopped') parts.push('told to stop: the next run goes on from here')
  if (result.checks.length > 0)
    parts.push(result.checks.map((check) => `  ${check.severity}: ${checkLine(check)}`).join('\n'))
  const reasons = Object.entries(result.books).flatMap(([source, { quarantinedBy }]) =>
    Object.entries(quarantinedBy).map(([rule, n]): [string, number] => [`${source}.${rule}`, n]),
  )
  if (reasons.length > 0)
    parts.push(
      `bad rows, by rule:\n${columns(
        reasons
          .toSorted((a, b) => b[1] - a[1])
          .slice(0, 8)
          .map(([rule, n]) => [`  ${rule}`, String(n)]),
      )}`,
    )
  const refused = Object.entries(result.books.learners?.notAdmittedBy ?? {})
  if (refused.length > 0)
    parts.push(
      `learners not admitted, by reason:\n${columns(refused.map(([rule, n]) => [`  ${rule}`, String(n)]))}`,
    )
  if (result.absent > 0) parts.push(absentText(result.absent))
  if (result.alreadyReleased.length > 0) parts.push(`released before: ${result.alreadyReleased.join(', ')}`)
  if (result.withdrawn.length > 0)
    parts.push(`withdrawn, and not released again: ${result.withdrawn.join(', ')}`)
  if (result.waiting.length > 0)
    parts.push(`waiting for approval, or rejected and the same: ${result.waiting.join(', ')}`)
  if (result.erased !== null)
    parts.push(
      `erased from what is kept beside the ledger on ${result.erased.on}: ${result.erased.learners} learners, of whom ${result.erased.requested} had asked for it`,
    )
  if (result.held.length > 0) parts.push(result.held.map(heldText).join('\n'))
  for (const revision of result.revisions) parts.push(revisionText(revision))
  if (result.periods.length === 0) parts.push('nothing new to release')
  for (const one of result.periods) {
    const { period, outcome, reasons: why, folder, candidate, risk, clamped, tables, merges } = one
    const title = {
      released: `released to ${folder}`,
      candidate: `waits for approval: kohort approve ${candidate}`,
      withheld: 'WITHHELD',
      planned: 'would be released',
    }[outcome]
    const shares = ({ published, primary, complementary }: StatusShares) =>
      [published, primary, complementary].map(percent)
    const rows = tables.map(({ table, cells, shares: of }) => [
      table,
      String(cells),
      ...shares(of.cells),
      ...shares(of.learners),
    ])
    const statuses = ['published', 'primary', 'complementary']
    parts.push(
      `${period.id}: ${title}`,
      columns([
        ['', '', 'cells', '', '', 'learners', '', ''],
        ['table', 'cells', ...statuses, ...statuses],
        ...rows,
      ]),
    )
    parts.push(
      `${risk.learners} learners in ${risk.classes} classes at the pinned levels, the smallest of ${risk.k ?? 0}; ${risk.learnersUnderThreshold} in classes under the threshold`,
    )
    if (clamped !== null && clamped.learners > 0)
      parts.push(
        `${clamped.learners} learners have more minutes than count: ${percent(clamped.share)} of all minutes are left out`,
      )
    for (const stock of one.stocks) parts.push(stockText(stock))
    for (const reason of why) parts.push(`  ${reason}`)
    if (outcome === 'withheld') parts.push(wayOn(period))
    if (outcome === 'planned' && one.hidden.length > 0)
      parts.push(
        columns([
          ['would be hidden', 'by rule', 'rows'],
          ...one.hidden.map(({ table, rule, rows }) => [table, rule, String(rows)]),
        ]),
      )
    if (merges.length > 0) parts.push(mergesText(merges))
    const notes = tables.flatMap(({ table, warnings, advice }) => [
      ...warnings.map((warning) => `  warning: ${table} ${warning}`),
      ...advice.map((clause) => `  advice: ${table}: ${clause}`),
    ])
    if (notes.length > 0) parts.push(notes.join('\n'))
  }
  parts.push(
    `seconds: ${Object.entries(result.seconds)
      .map(([stage, s]) => `${stage} ${s.toFixed(1)}`)
      .join(', ')}`,
    `restricted record: ${result.record}`,
  )
  return parts.join('\n\n')
}

/** What may be done about a period that was withheld. */
function wayOn({ id }: Period): string {
  return `  what to do: make the tables of these rows coarser (kohort plan), ask less of them (publish.always), or give the period up: kohort skip --period ${id}; until then it is tried again every night, and only what needs it waits`
}

function heldText({ period, reason }: HeldPeriod): string {
  return `${period} ${reason}`
}

/** What a look at a released period came to, and what waits in its tables. */
function revisionText({ period, version, why, withheld, tables }: RevisionRecord): string {
  const waits = tables
    .filter(({ waiting }) => waiting > 0)
    .map(
      ({ table, blocks, waiting, waitingSince, pooled }) =>
        `  ${table}: ${waiting} of ${blocks} groups wait for enough changes, the longest since ${waitingSince}: up to ${pooled} learners have pooled`,
    )
  const said = why === null ? (version === null ? 'would be revised' : `revised as version ${version}`) : why
  return [`${period}, looked at again: ${withheld ? 'WITHHELD: ' : ''}${said}`, ...waits].join('\n')
}

function stockText({ table, fresh, standing, hidden, ...stock }: StockSummary): string {
  const { waiting, waitingSince, pooled, gaveUp } = stock
  const waits =
    waitingSince === null
      ? 'nothing waits'
      : `${waiting} wait for enough changes, the longest since ${waitingSince}: ${pooled} changes have pooled in finest rows`
  return `${table}: ${fresh} rows as they stand now, ${standing} as last published, ${hidden} never shown; ${waits}${gaveUp ? '; nothing was updated, since no update passed the audit of changes' : ''}`
}

/** Proposed merges as YAML to paste into the project file. */
function mergesText(merges: readonly PinnableMerge[]): string {
  return [
    'merging small siblings would publish more; to pin it, add to the project file:',
    'attributes:',
    ...merges.flatMap(({ dimension, merge, before, after }) => [
      `  ${dimension}:`,
      `    # publishes ${after.published} of ${after.cells} finest cells instead of ${before.published} of ${before.cells},`,
      `    # and ${percent(shareOf(after))} instead of ${percent(shareOf(before))} of their learners`,
      `    merge: [${merge.map((code) => JSON.stringify(code)).join(', ')}]`,
    ]),
  ].join('\n')
}

function shareOf({ learners, publishedLearners }: PinnableMerge['before']): number {
  return learners === 0 ? 1 : publishedLearners / learners
}

export function verificationSummary(result: Verification): string {
  const verdict = `${result.passed ? 'PASSED' : 'FAILED'}${result.withdrawn === null ? '' : ', and WITHDRAWN: not to be used'}`
  const lines = [
    `${result.release ?? 'no readable release'}: ${verdict}`,
    `${result.tables} tables, ${result.cells} cells: files, structure, visible arithmetic, exact and interval attacks`,
  ]
  for (const warning of result.warnings) lines.push(`warning: ${warning}`)
  return [...lines, ...findingLines(result.findings)].join('\n')
}

export function auditSummary(result: ReleaseAudit): string {
  const lines = [verificationSummary(result), `${result.recounted} cells recounted from the sources`]
  if (result.changedSources !== null && result.changedSources.length > 0)
    lines.push(
      `sources changed since the release: ${result.changedSources.join(', ')}; differences that follow: ${result.differences.length}`,
    )
  return [...lines, ...findingLines(result.differences)].join('\n')
}

export function protectSummary({ merged, ...result }: ProtectCellsResult): string {
  return [factsText(result), ...(merged === undefined ? [] : [mergedText(merged)])].join('\n')
}

/** A line for each field. */
export function factsText(result: object): string {
  return columns(
    Object.entries(result).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : String(value),
    ]),
  )
}

function mergedText({ groups, before, after }: NonNullable<ProtectCellsResult['merged']>): string {
  return [
    `merging publishes ${after.published} of ${after.cells} finest cells instead of ${before.published} of ${before.cells}, and ${percent(shareOf(after))} instead of ${percent(shareOf(before))} of their learners`,
    ...Object.entries(groups).map(([code, codes]) => `  ${code}: ${codes.join(', ')}`),
  ].join('\n')
}

export function approvalSummary({ candidate, verdict, folder }: Approval): string {
  return verdict === 'approved' ? `${candidate}: released to ${folder}` : `${candidate}: rejected and removed`
}

export function demoSummary({ run, verifications }: DemoResult): string {
  return [nightSummary(run), ...verifications.map(verificationSummary)].join('\n\n')
}

function findingLines(
  findings: readonly { rule: string; where: string; clause: string }[],
): readonly string[] {
  const shown = findings
    .slice(0, 20)
    .map(({ rule, where, clause }) => `  ${rule}: ${printable(where)}: ${printable(clause)}`)
  return findings.length > 20 ? [...shown, `  and ${findings.length - 20} more`] : shown
}
