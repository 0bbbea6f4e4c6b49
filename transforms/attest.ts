import type { Custody, Held } from '../schemas/custody.ts'

/**
 * Declares the custody of a value: the only cast of custody, but for the audit's own in `attest-protected.ts`.
 *
 * The compiler cannot check the claim; the caller must have established it.
 */
export function attest<C extends Exclude<Custody, 'protected'>, T>(_custody: C, value: T): Held<C, T> {
  return value as Held<C, T>
}
