import type { Custody, Held } from '../schemas/custody.ts'

/**
 * Declares the custody of a value: the only cast of custody in Kohort.
 *
 * The compiler cannot check the claim; the caller must have established it. `protected` may be claimed
 * by the audit alone, which an import rule enforces.
 */
export function attest<C extends Exclude<Custody, 'protected'>, T>(_custody: C, value: T): Held<C, T> {
  return value as Held<C, T>
}

/** Declares that a value has passed the audit. Only `transforms/audit/` may import this. */
export function attestProtected<T>(value: T): Held<'protected', T> {
  return value as Held<'protected', T>
}
