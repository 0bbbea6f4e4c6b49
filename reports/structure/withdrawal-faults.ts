import type { Manifest } from '../../schemas/release.ts'
import type { Withdrawal } from '../../schemas/withdrawal.ts'
import { parseWithdrawal, withdrawalMarkdown, withdrawalPath, withdrawalTextPath } from '../withdrawal.ts'
import type { StructuralFinding } from './finding.ts'

/** What a release folder says about a withdrawal. */
export interface WithdrawalEvidence {
  /** Null where there is no notice, or it is not one of this release. */
  readonly withdrawn: Withdrawal | null
  readonly findings: readonly StructuralFinding[]
}

/**
 * Holds the notice of a withdrawal to its form and to the release that it lies in.
 *
 * @param json content of `WITHDRAWN.json`; null where it is missing
 * @param text content of `WITHDRAWN.md`; null where it is missing
 */
export function readWithdrawal(
  json: string | null,
  text: string | null,
  manifest: Manifest | null,
  manifestSha256: string | null,
): WithdrawalEvidence {
  const broken = (file: string, clause: string): WithdrawalEvidence => ({
    withdrawn: null,
    findings: [{ rule: 'withdrawal', file, clause }],
  })
  if (json === null)
    return text === null
      ? { withdrawn: null, findings: [] }
      : broken(withdrawalTextPath, 'a notice for people lies beside one for machines')
  const notice = parseWithdrawal(json)
  if (notice === null) return broken(withdrawalPath, 'a notice of withdrawal has the one form of its format')
  if (notice.manifest_sha256 !== manifestSha256 || notice.release !== manifest?.id)
    return broken(withdrawalPath, 'a notice of withdrawal names the release that it lies in')
  if (text !== null && text !== withdrawalMarkdown(notice))
    return broken(withdrawalTextPath, 'a notice says the same to people and to machines')
  return { withdrawn: notice, findings: [] }
}
