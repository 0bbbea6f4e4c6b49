import { type Withdrawal, withdrawalSchema } from '../schemas/withdrawal.ts'
import { canonicalJson } from './canonical-json.ts'

/** Says that a release is withdrawn. Made after the release; not in SHA256SUMS. */
export const withdrawalPath = 'WITHDRAWN.json'
/** The same for people. */
export const withdrawalTextPath = 'WITHDRAWN.md'

/** The one text that a notice has: canonical JSON and a line feed, ready to be signed. */
export function withdrawalText(notice: Withdrawal): string {
  return `${canonicalJson(withdrawalSchema.parse(notice))}\n`
}

/** The same for people. */
export function withdrawalMarkdown({ release, withdrawn_on, reason }: Withdrawal): string {
  return [
    '# Withdrawn',
    '',
    `Release ${release} was withdrawn on ${withdrawn_on}. Do not use its figures.`,
    '',
    `Reason: ${reason}`,
    '',
    'The files are as they were published. What was published stays known.',
    '',
  ].join('\n')
}

/** Reads what `withdrawalText` writes; null for any other text, however slightly it differs. */
export function parseWithdrawal(text: string): Withdrawal | null {
  try {
    const notice = withdrawalSchema.parse(JSON.parse(text))
    return withdrawalText(notice) === text ? notice : null
  } catch {
    return null
  }
}
