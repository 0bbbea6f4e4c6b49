import { WithheldError } from '../../schemas/failure.ts'

/** The ledger, or what lies beside it, is not what it must be: nothing is published until a person has looked. */
export class BrokenLedger extends WithheldError {
  /** @param clause what must be, and is not */
  constructor(clause: string, provided: string) {
    super(
      `the ledger must be whole: ${clause}. Move it away, then restore its backup (kohort ledger restore) or take the releases into a new one (kohort ledger adopt). Provided value: ${provided}`,
    )
  }
}
