import type { CheckKey } from '../reports/messages/check/en.ts'
import { checksumsPath, manifestPath } from '../reports/release-files.ts'
import type { StructuralRule } from '../reports/structure/finding.ts'
import type { AuditRule } from '../transforms/audit/audit-report.ts'
import type { Finding } from './verify.ts'

/** What a reader asks about a release. */
export type Question =
  | 'files'
  | 'signature'
  | 'manifest'
  | 'tables'
  | 'formats'
  | 'minimum'
  | 'sums'
  | 'hidden'
  | 'previous'
  | 'withdrawal'

/** Which question a fault answers, and how it is said to people. */
export interface Wording {
  readonly question: Question
  readonly key: CheckKey
}

type Rule = StructuralRule | AuditRule | 'signature' | 'standing' | 'unaudited' | 'compared'

const files = (key: CheckKey): Wording => ({ question: 'files', key })
const description: Wording = { question: 'manifest', key: 'manifestBroken' }
const table: Wording = { question: 'tables', key: 'tablesBroken' }
const format: Wording = { question: 'formats', key: 'formatsBroken' }
const few: Wording = { question: 'minimum', key: 'minimumBroken' }
const sums: Wording = { question: 'sums', key: 'sumsBroken' }
const hidden: Wording = { question: 'hidden', key: 'hiddenBroken' }
const unproven: Wording = { question: 'hidden', key: 'hiddenUnproven' }

const wordings = {
  'release-folder': files('fileForeign'),
  'checksum-list': files('fileDisputed'),
  checksum: files('fileChanged'),
  'missing-file': files('fileMissing'),
  'undeclared-file': files('fileAdded'),
  unreadable: files('fileUnreadable'),
  withdrawal: { question: 'withdrawal', key: 'withdrawnBroken' },
  manifest: files('fileDisputed'),
  definition: description,
  'code-list': description,
  'cell-budget': description,
  columns: table,
  'floating-point': table,
  metadata: table,
  matrix: table,
  'row-order': table,
  status: table,
  value: table,
  structure: table,
  csv: format,
  'derived-text': format,
  workbook: format,
  page: format,
  arrow: format,
  database: format,
  'conflicting-figures': sums,
  arithmetic: sums,
  'figure-not-as-counted': sums,
  'model-contradicts-count': sums,
  'published-primary': few,
  'few-contributors': few,
  'published-zero': few,
  'group-disclosure': few,
  'score-beside-hidden-outcome': hidden,
  'exact-recovery': hidden,
  'singleton-recovery': hidden,
  'narrow-interval': hidden,
  'estimable-contribution': hidden,
  'below-threshold': hidden,
  'seen-change': hidden,
  'seen-remainder': hidden,
  'seen-idle': hidden,
  'stale-figure': { question: 'previous', key: 'previousBroken' },
  unproven,
  unaudited: unproven,
  compared: { question: 'previous', key: 'comparedBroken' },
  standing: { question: 'previous', key: 'previousBroken' },
  signature: { question: 'signature', key: 'signatureBroken' },
} as const satisfies Readonly<Record<Rule, Wording>>

const byRule: ReadonlyMap<string, Wording> = new Map(Object.entries(wordings))

/** How a finding is said: as a fault of the file or table that it names. */
export function wordingOf({ rule, where }: Finding): Wording {
  if (rule === 'checksum-list' && where === checksumsPath) return files('listBroken')
  if (rule === 'manifest' && where === manifestPath) return description
  return byRule.get(rule) ?? { question: 'tables', key: 'otherFault' }
}
