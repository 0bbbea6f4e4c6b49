import type { CheckKey } from '../reports/messages/check/en.ts'
import { type Statement, statement } from '../reports/messages/check/statement.ts'
import { signaturePath, withdrawalSignaturePath } from '../reports/release-files.ts'
import { type Question, wordingOf } from './finding-words.ts'
import { comparedId } from './previous-releases.ts'
import type { Besides, Finding, Verified } from './verify.ts'

/** Further ones are counted. */
const filesNamed = 10

/** What `verify` found out, for people: in the order of what they ask. */
export function verificationStatements(
  verified: Verified,
  { publicKey, previous }: Besides,
): readonly Statement[] {
  const { manifest, published, findings, signature, withdrawn } = verified
  const { minimumContributors: learners = 0, rounding } = manifest?.audit.parameters ?? {}
  const wrong = (question: Question) => faultsOf(findings, question, learners)
  const isJudged = manifest !== null && published.length === manifest.tables.length
  const fineIf = (holds: boolean, key: CheckKey, question: Question, values = {}) => {
    const faults = wrong(question)
    return faults.length === 0 && holds ? [statement('fine', key, { learners, ...values })] : faults
  }
  const files = { files: (manifest?.files.length ?? 0) + 1 }
  const faultsOfFiles = wrong('files')
  const areFilesFine = faultsOfFiles.length === 0
  const rows = published.reduce((sum, table) => sum + table.rows.length, 0)
  return [
    ...fineIf(manifest !== null, signature === 'valid' ? 'filesSigned' : 'filesListed', 'files', files).slice(
      0,
      filesNamed,
    ),
    ...(faultsOfFiles.length > filesNamed
      ? [statement('wrong', 'filesMore', { count: faultsOfFiles.length - filesNamed })]
      : []),
    ...signatureStatements(verified, publicKey?.id ?? null),
    ...fineIf(manifest !== null && areFilesFine, 'manifestFine', 'manifest'),
    ...fineIf(isJudged, 'tablesFine', 'tables', { tables: published.length, rows }),
    ...(isJudged ? [] : [statement('open', 'figuresOpen')]),
    ...fineIf(isJudged && areFilesFine, 'formatsFine', 'formats'),
    ...(manifest?.formats?.includes('pdf') === true ? [statement('open', 'formatsPdf')] : []),
    ...fineIf(isJudged, 'minimumFine', 'minimum'),
    ...(rounding?.method === 'conventional'
      ? [...wrong('sums'), statement('note', 'sumsRounded')]
      : fineIf(isJudged, 'sumsFine', 'sums')),
    ...fineIf(isJudged, 'hiddenFine', 'hidden'),
    ...previousStatements(verified, previous?.length ?? 0),
    ...comparedStatements(verified),
    ...wrong('previous'),
    ...wrong('withdrawal'),
    ...(withdrawn === null
      ? []
      : [statement('note', 'withdrawn', { day: withdrawn.withdrawn_on, reason: withdrawn.reason })]),
    statement('open', 'limits'),
  ]
}

/** The key of the verdict. */
export function verdictOf({ passed, withdrawn, signature }: Verified): CheckKey {
  if (!passed) return 'verdictWrong'
  if (withdrawn !== null) return 'verdictWithdrawn'
  return signature === 'valid' ? 'verdictProven' : 'verdictFine'
}

/** One statement for each file or table. */
function faultsOf(findings: readonly Finding[], asked: Question, learners: number): readonly Statement[] {
  const said = new Map<string, Statement>()
  for (const finding of findings) {
    const { question, key } = wordingOf(finding)
    if (question !== asked) continue
    const isOfFile = key.startsWith('file') || key.startsWith('signature') || key === 'formatsBroken'
    const file = finding.where
    // A place begins with its table; a table that cannot be read is named by its file.
    const table = isOfFile
      ? file
      : file
          .split(' ')
          .at(0)!
          .replace(/^tables\/(.*)\.parquet$/, '$1')
    const values = { file, table, learners, rule: finding.rule, release: finding.where }
    said.set(JSON.stringify([key, isOfFile ? file : table]), statement('wrong', key, values))
  }
  return [...said.values()]
}

function signatureStatements(verified: Verified, key: string | null): readonly Statement[] {
  const { signature, findings } = verified
  const faults = faultsOf(findings, 'signature', 0)
  if (signature === 'unchecked') return [statement('open', 'signatureUnchecked'), ...faults]
  if (key === null) return [statement('open', 'unsigned'), ...faults]
  const missing = signature === 'unsigned' ? signaturePath : null
  const own = signature === 'valid' ? [statement('fine', 'signatureFine', { key })] : []
  const others = faults.filter(({ values }) => values['file'] !== missing)
  const isUntold =
    signature === 'invalid' && faults.every(({ values }) => values['file'] === withdrawalSignaturePath)
  return [
    ...own,
    ...(missing === null ? [] : [statement('wrong', 'signatureMissing', { file: missing })]),
    ...(isUntold ? [statement('wrong', 'signatureBroken', { file: signaturePath })] : []),
    ...others,
  ]
}

function comparedStatements({ manifest, isComparedGiven, findings }: Verified): readonly Statement[] {
  if (manifest === null || isComparedGiven === null || findings.some(({ rule }) => rule === 'compared'))
    return []
  const release = comparedId(manifest)
  return [
    isComparedGiven
      ? statement('fine', 'comparedFine', { release })
      : statement('note', 'comparedAbsent', { release }),
  ]
}

function previousStatements({ manifest, follows }: Verified, given: number): readonly Statement[] {
  if (manifest === null) return []
  if (follows !== null) return [statement('fine', 'previousFine', { release: follows })]
  if (manifest.previous_manifest_sha256 === null)
    return [statement('note', given === 0 ? 'previousFirst' : 'previousFirstOdd')]
  return [given === 0 ? statement('open', 'previousOpen') : statement('note', 'previousOther')]
}
