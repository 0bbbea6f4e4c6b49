import type { CheckKey } from './en.ts'
import type { CheckValues, SayCheck } from './say-check.ts'

/** `open`: could not be checked, or proves nothing; `note`: true, and to be known. */
export type Outcome = 'fine' | 'wrong' | 'open' | 'note'

/** One thing that a check says. */
export interface Statement {
  readonly outcome: Outcome
  readonly key: CheckKey
  readonly values: CheckValues
}

export function statement(outcome: Outcome, key: CheckKey, values: CheckValues = {}): Statement {
  return { outcome, key, values }
}

const marks = {
  fine: 'markFine',
  wrong: 'markWrong',
  open: 'markOpen',
  note: 'markNote',
} as const satisfies Readonly<Record<Outcome, CheckKey>>

/** A line for each statement, its mark first. */
export function statementLines(statements: readonly Statement[], say: SayCheck): readonly string[] {
  const width = Math.max(...Object.values(marks).map((mark) => say(mark).length)) + 1
  return statements.map(
    ({ outcome, key, values }) => `${`${say(marks[outcome])}:`.padEnd(width)} ${say(key, values)}`,
  )
}
