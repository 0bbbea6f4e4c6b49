import type { Held } from '../schemas/custody.ts'

/** Declares that a value has passed the audit. An import rule lets only `transforms/audit/` and tests use it. */
export function attestProtected<T>(value: T): Held<'protected', T> {
  return value as Held<'protected', T>
}
