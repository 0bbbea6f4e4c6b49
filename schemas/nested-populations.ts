import { facts } from './fact.ts'

/** Two things that are counted, one of which is part of the other in every cell. */
export interface NestedPopulations {
  /** `counts` of the measure that counts more. */
  readonly whole: string
  /** `counts` of the measure that counts some of the same learners or events. */
  readonly part: string
  /** Whether belonging to the part is a sensitive outcome, which no group may be shown to share. */
  readonly outcome: boolean
  readonly because: string
}

/** `counts` of a stock, which is another figure than what happened in a period. */
export function stockOf(fact: string): string {
  return `${fact}:stock`
}

/** Whether a table is a stock, by what it counts: a revised flow has days in its rows, too. */
export function countsStock(fact: string, [measure]: readonly { readonly counts: string }[]): boolean {
  return measure?.counts === stockOf(fact)
}

const activeLearners = [
  'lesson_views:learners',
  'test_results:learners',
  ...facts.progress.indicators.map((indicator) => `progress:learners:${indicator}`),
]

/**
 * What is nested across measures and facts, so that a reader forms the difference; tables in which one measure
 * lies `within` another say so themselves.
 *
 * Flows of one period offer little: what is completed, certified or withdrawn from in a month may have begun
 * long before, and who sits a test need not have viewed a lesson. A stock of registered learners contains all who did
 * anything: whoever did counts as registered.
 */
export const nestedPopulations: readonly NestedPopulations[] = [
  {
    whole: 'test_results:events',
    part: 'test_results:events:passed',
    outcome: true,
    because: 'an attempt that passed is an attempt',
  },
  ...activeLearners.map((part) => ({
    whole: stockOf('registrations'),
    part,
    outcome: false,
    because: 'whoever did anything by the end of the period counts as registered',
  })),
]
