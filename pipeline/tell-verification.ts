import type { CheckLanguage } from '../reports/messages/check/check-language.ts'
import type { CheckKey } from '../reports/messages/check/en.ts'
import { sayCheckIn } from '../reports/messages/check/say-check.ts'
import { type Outcome, statementLines } from '../reports/messages/check/statement.ts'
import { verificationSummary } from './summary.ts'
import { verdictOf, verificationStatements } from './verification-statements.ts'
import type { Besides, Verified } from './verify.ts'

export interface ToldVerification {
  readonly text: string
  readonly checks: readonly { readonly outcome: Outcome; readonly key: CheckKey; readonly text: string }[]
  readonly verdict: string
}

/** What `verify` found out, in a language: plain words, what engineers need below them, the verdict last. */
export function tellVerification(
  verified: Verified,
  besides: Besides,
  language: CheckLanguage,
): ToldVerification {
  const say = sayCheckIn(language)
  const { release, findings, warnings } = verified
  const statements = verificationStatements(verified, besides)
  const verdict = say(verdictOf(verified))
  const isPlain = findings.length === 0 && warnings.length === 0
  const text = [
    release === null ? say('titleUnknown') : say('title', { release }),
    '',
    ...statementLines(statements, say),
    ...(isPlain ? [] : ['', say('details'), verificationSummary(verified)]),
    '',
    verdict,
  ].join('\n')
  const checks = statements.map(({ outcome, key, values }) => ({ outcome, key, text: say(key, values) }))
  return { text, checks, verdict }
}
