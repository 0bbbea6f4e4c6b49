/** How far data has come from the learner. It only ever moves rightwards. */
export type Custody = 'identified' | 'deidentified' | 'tabulated' | 'protected'

declare const custody: unique symbol

/** A T whose custody the compiler knows. Cast only in `transforms/attest.ts`, and by the audit in `transforms/attest-protected.ts`. */
export type Held<C extends Custody, T> = T & { readonly [custody]: C }
