import { Failure } from '../schemas/failure.ts'
import type { SourceName } from '../schemas/source/contract.ts'
import type { RowFate } from '../transforms/extract/row-fate.ts'

/** What became of the rows of one source. Restricted. */
export interface SourceBooks extends Readonly<Record<RowFate, number>> {
  readonly read: number
  /** Bad rows by the first rule that they break. */
  readonly quarantinedBy: Readonly<Record<string, number>>
  /** Learners who are not admitted, by reason; empty for other sources. */
  readonly notAdmittedBy: Readonly<Record<string, number>>
}

export type Books = Readonly<Partial<Record<SourceName, SourceBooks>>>

/** @throws {Failure} unless read = quarantined + not admitted + merged + later + used in every source */
export function balanceBooks(books: Books): void {
  for (const [source, entry] of Object.entries(books)) {
    const sum = entry.quarantined + entry.notAdmitted + entry.merged + entry.later + entry.used
    if (sum !== entry.read) throw new Failure(`${source}: the books do not balance: ${entry.read} rows read, ${sum} accounted for`, 1)
  }
}
