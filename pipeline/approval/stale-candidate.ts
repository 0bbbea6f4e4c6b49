import { WithheldError } from '../../schemas/failure.ts'
import type { Candidate } from './candidate.ts'

/** A candidate is not what would be released now. */
export class StaleCandidate extends WithheldError {
  constructor({ id }: Pick<Candidate, 'id'>, why: string) {
    super(`${id} is superseded: ${why}`)
  }
}
