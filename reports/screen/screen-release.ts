import { codeChecks } from './code-checks.ts'
import { completenessChecks } from './completeness-checks.ts'
import { fileChecks } from './file-checks.ts'
import { labelChecks } from './label-checks.ts'
import { nameChecks } from './name-checks.ts'
import type { Screened, ScreenOutcome } from './screen-check.ts'
import { seriesChecks } from './series-checks.ts'
import { totalChecks } from './total-checks.ts'
import { unitChecks } from './unit-checks.ts'
import { wordingChecks } from './wording-checks.ts'

/** All checks, in the order in which a data team would make them. */
export const screenChecks = [
  ...fileChecks,
  ...nameChecks,
  ...labelChecks,
  ...wordingChecks,
  ...completenessChecks,
  ...totalChecks,
  ...unitChecks,
  ...codeChecks,
  ...seriesChecks,
]

export interface ScreenedCheck extends ScreenOutcome {
  readonly check: string
  readonly what: string
}

/**
 * Looks at a release as the data team of a recipient would before loading it: not whether it is safe, which `verify`
 * asks, but whether it can be used, and with what care.
 */
export function screenRelease(screened: Screened): readonly ScreenedCheck[] {
  return screenChecks.map(({ id, what, run }) => ({ check: id, what, ...run(screened) }))
}
