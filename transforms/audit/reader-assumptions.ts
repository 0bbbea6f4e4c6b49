import type { CountedTwice } from './counted-twice.ts'

/** What the audit grants a reader beyond what is published, the code and the policy. */
export interface ReaderAssumptions {
  /** Least value of a hidden count where empty cells are published: 0 as in the literature, or 1. */
  readonly hiddenAtLeast: 0 | 1
  /** Whether a lone contributor may use the figure that is theirs alone. */
  readonly singletons: boolean
  /** Contributors of one figure who may pool what they know of it; beyond one, only where `singletons` is. */
  readonly coalition: number
  /**
   * By table and row: 1 where a release that is out shows it, which nothing can take back; what follows from that alone
   * is no finding against a further one. None where absent.
   */
  readonly out?: readonly Uint8Array[]
  /** How many learners of stocks may be counted twice; nobody where absent. */
  readonly twice?: CountedTwice
}

/** What a release of a project is held against. */
export const projectReader: ReaderAssumptions = { hiddenAtLeast: 1, singletons: true, coalition: 2 }
