import type { CheckKey } from '../reports/messages/check/en.ts'
import { type Statement, statement } from '../reports/messages/check/statement.ts'
import type { Finding, Rule } from './finding.ts'
import type { Verification } from './verify-folder.ts'

/** How each fault is said. */
const words: Readonly<Record<Rule, CheckKey>> = {
  'checksum-list': 'listBroken',
  changed: 'fileChanged',
  missing: 'fileMissing',
  added: 'fileAdded',
  foreign: 'fileForeign',
  unreadable: 'fileUnreadable',
  'unreadable-folder': 'folderUnreadable',
  disputed: 'fileDisputed',
  manifest: 'manifestBroken',
  'signature-missing': 'signatureMissing',
  'signature-form': 'signatureForm',
  'signature-other-key': 'signatureOtherKey',
  'signature-other-file': 'signatureOtherFile',
  'signature-other-comment': 'signatureOtherComment',
  'signature-other-release': 'signatureOtherRelease',
  table: 'tablesBroken',
  minimum: 'minimumBroken',
  'minimum-low': 'minimumLow',
  sums: 'sumsBroken',
  hidden: 'hiddenBroken',
  previous: 'previousUnreadable',
  compared: 'comparedBroken',
  withdrawal: 'withdrawnBroken',
}
const ofFiles: readonly Rule[] = [
  'checksum-list',
  'changed',
  'missing',
  'added',
  'foreign',
  'unreadable',
  'unreadable-folder',
  'disputed',
]
const ofSignatures: readonly Rule[] = [
  ...(['signature-missing', 'signature-form', 'signature-other-key'] as const),
  ...(['signature-other-file', 'signature-other-comment', 'signature-other-release'] as const),
]
const filesNamed = 10

/** What a check found out, for people: in the order of what they ask, the verdict last. */
export function statementsOf(verification: Verification): readonly Statement[] {
  const { manifest, findings, files, tables } = verification
  const learners = manifest?.limits.minimumContributors ?? 0
  const about = (...rules: readonly Rule[]) => wrong(findings, rules, learners)
  const isReadable = manifest !== null && tables !== null && tables.tables === manifest.tables.length
  const fineOr = (key: CheckKey, ...rules: readonly Rule[]) => {
    const faults = about(...rules)
    return faults.length > 0 || !isReadable ? faults : [statement('fine', key, { learners })]
  }
  const faultsOfFiles = about(...ofFiles)
  const filesFine = verification.signature === 'valid' ? 'filesSigned' : 'filesListed'
  const rounding = manifest?.limits.rounding ?? null
  return [
    ...(faultsOfFiles.length === 0
      ? [statement('fine', filesFine, { files })]
      : faultsOfFiles.slice(0, filesNamed)),
    ...(faultsOfFiles.length > filesNamed
      ? [statement('wrong', 'filesMore', { count: faultsOfFiles.length - filesNamed })]
      : []),
    ...signatureStatements(verification, about(...ofSignatures)),
    ...(manifest === null || faultsOfFiles.length > 0
      ? about('manifest')
      : [statement('fine', 'manifestFine')]),
    ...about('table'),
    ...(isReadable
      ? [statement('fine', 'tablesFine', { tables: tables.tables, rows: tables.rows })]
      : [statement('open', 'figuresOpen')]),
    ...fineOr('minimumFine', 'minimum', 'minimum-low'),
    ...(rounding?.method === 'conventional'
      ? [...about('sums'), statement('note', 'sumsRounded')]
      : fineOr('sumsFine', 'sums')),
    ...(rounding === null
      ? fineOr('hiddenFineAlone', 'hidden')
      : [...about('hidden'), statement('open', 'hiddenRounded')]),
    ...(tables === null || tables.computable === 0
      ? []
      : [statement('note', 'hiddenComputable', { learners, count: tables.computable })]),
    ...chainStatements(verification),
    ...about('previous', 'compared'),
    ...comparedStatements(verification),
    ...about('withdrawal'),
    ...withdrawalStatements(verification),
    statement('open', 'limitsAlone', { formats: 'HTML, PDF, Excel, Parquet, DuckDB, Arrow, SDMX' }),
  ]
}

/** The key of the verdict. */
export function verdictOf({ passed, withdrawal, signature }: Verification): CheckKey {
  if (!passed) return 'verdictWrong'
  if (withdrawal !== null) return 'verdictWithdrawn'
  return signature === 'valid' ? 'verdictProven' : 'verdictFine'
}

/** One statement for each file or table of a kind of fault. */
function wrong(findings: readonly Finding[], rules: readonly Rule[], learners: number): readonly Statement[] {
  const said = new Map(
    findings
      .filter(({ rule }) => rules.includes(rule))
      .map(({ rule, where }) => [`${rule} ${where}`, { rule, where }] as const),
  )
  return [...said.values()].map(({ rule, where }) =>
    statement('wrong', words[rule], { file: where, table: where, folder: where, release: where, learners }),
  )
}

function signatureStatements(
  { signature, keyId }: Verification,
  faults: readonly Statement[],
): readonly Statement[] {
  const own = {
    valid: [statement('fine', 'signatureFine', { key: keyId ?? '' })],
    unchecked: [statement('open', 'signatureUnchecked')],
    unsigned: keyId === null ? [statement('open', 'unsigned')] : [],
    invalid: [],
  }[signature]
  return [...own, ...faults]
}

function chainStatements({ chain }: Verification): readonly Statement[] {
  if (chain?.kind === 'follows') return [statement('fine', 'previousFine', { release: chain.release })]
  if (chain === null) return []
  const [outcome, key] = (
    {
      first: ['note', 'previousFirst'],
      odd: ['note', 'previousFirstOdd'],
      other: ['note', 'previousOther'],
      open: ['open', 'previousOpen'],
    } as const
  )[chain.kind]
  return [statement(outcome, key)]
}

function comparedStatements({ compared }: Verification): readonly Statement[] {
  if (compared === null || compared.kind === 'other') return []
  const { release } = compared
  return [
    compared.kind === 'same'
      ? statement('fine', 'comparedFine', { release })
      : statement('note', 'comparedAbsent', { release }),
  ]
}

function withdrawalStatements({ withdrawal }: Verification): readonly Statement[] {
  return withdrawal === null
    ? []
    : [statement('note', 'withdrawn', { day: withdrawal.day, reason: withdrawal.reason })]
}
