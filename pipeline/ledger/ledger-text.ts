import type { AdoptResult } from './adopt.ts'
import type { ReleasesAudit } from './audit-releases.ts'
import type { BackupResult } from './backup.ts'
import type { LedgerReport } from './ledger-verify.ts'
import type { RestoreResult } from './restore.ts'
import type { SkipResult } from './skip.ts'
import type { WithdrawResult } from './withdraw.ts'

export function ledgerText(report: LedgerReport): string {
  const { ledger, entries, head, published, withdrawn, pending, skipped, bytes } = report
  const listed = (what: string, ids: readonly string[]) =>
    ids.length === 0 ? [] : [`${what}: ${ids.join(', ')}`]
  return [
    `${ledger}: whole`,
    `${entries} entries, ${bytes} bytes, the last with SHA-256 ${head}`,
    `${published.length} releases published`,
    ...listed('withdrawn', withdrawn),
    ...listed('open until the next run', pending),
    ...listed('given up, never released', skipped),
  ].join('\n')
}

export function ledgerAuditText({ releases, groups, cells, ...audit }: ReleasesAudit): string {
  return [
    `${audit.ledger}: ${audit.passed ? 'PASSED' : 'FAILED'}`,
    `${releases} releases in ${groups} groups that share no day, ${cells} cells`,
    ...audit.findings.map(({ rule, where, clause }) => `  ${rule} (${where}): ${clause}`),
    ...audit.warnings.map((warning) => `  warning: ${warning}`),
  ].join('\n')
}

export function backupText({ ledger, to, entries, bytes, sha256 }: BackupResult): string {
  return `${ledger}: ${entries} entries backed up to ${to} (${bytes} bytes, restricted)\nSHA-256 ${sha256}`
}

export function restoreText({ ledger, from, entries, written }: RestoreResult): string {
  return `${ledger}: ${entries} entries as in ${from}; ${written === 0 ? 'nothing had to be written' : `${written} files written`}`
}

export function adoptText({ ledger, adopted, known }: AdoptResult): string {
  return [
    adopted.length === 0 ? `${ledger}: no release to take in` : `${ledger}: took in ${adopted.join(', ')}`,
    ...(known.length === 0 ? [] : [`known before: ${known.join(', ')}`]),
  ].join('\n')
}

export function withdrawText({ notice, files }: WithdrawResult): string {
  return [
    `${notice.release}: withdrawn on ${notice.withdrawn_on}: ${notice.reason}`,
    files.length === 0
      ? 'its folder is not there: give the notice to whoever has the files'
      : `notice: ${files.join(', ')}: give it to whoever has the files`,
  ].join('\n')
}

export function skipText({ project, period, on, reason, never }: SkipResult): string {
  return [
    `${project}/${period.id}: given up on ${on}: ${reason}`,
    'it is never released; the next period is compared with the last one that is out',
    ...(never.length === 0 ? [] : [`never released for it either: ${never.join(', ')}`]),
  ].join('\n')
}
