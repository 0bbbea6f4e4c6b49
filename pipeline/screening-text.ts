import type { Screening } from './screen.ts'

/** A line for each check; where it did not pass, what was found and what to do about it below. */
export function screeningText({ release, passed, results, checks }: Screening): string {
  const counts = `${results.pass} passed, ${results.warn} warnings, ${results.fail} failed, ${results.skip} skipped`
  const lines = checks.flatMap(({ check, result, what, message, guidance }) => [
    `${result.toUpperCase()}  ${check}: ${what}`,
    ...(result === 'pass' ? [] : [`      ${message}`]),
    ...(guidance === null ? [] : [`      ${guidance}`]),
  ])
  return [`${release}: ${passed ? 'can be loaded' : 'is not to be loaded'} (${counts})`, ...lines].join('\n')
}
