import type { PublishedTable } from '../../schemas/cell.ts'
import type { Manifest } from '../../schemas/release.ts'
import type { StructuralFinding } from '../structure/finding.ts'

/** A release as the data team of a recipient has it. */
export interface ScreenedRelease {
  readonly manifest: Manifest
  readonly tables: readonly PublishedTable[]
}

/** What a screening looks at. */
export interface Screened extends ScreenedRelease {
  /** What `readRelease` found. */
  readonly findings: readonly StructuralFinding[]
  readonly isSigned: boolean
  readonly isWithdrawn: boolean
  /** The release of the same project and grain before it; null where none is given. */
  readonly previous: ScreenedRelease | null
  /** Codes that a classification knows, by dimension; only of dimensions that the recipient has one for. */
  readonly classifications: ReadonlyMap<string, ReadonlySet<string>>
}

/** `skip`: there is nothing to check it against. */
export type ScreenResult = 'pass' | 'warn' | 'fail' | 'skip'

export interface ScreenOutcome {
  readonly result: ScreenResult
  /** What was found; names tables, columns and codes, never a learner. */
  readonly message: string
  /** What to do about it; null where there is nothing to do. */
  readonly guidance: string | null
}

/** One thing that a data team looks at before it loads a release. */
export interface ScreenCheck {
  /** `group/name`. */
  readonly id: string
  /** What holds where it passes. */
  readonly what: string
  readonly run: (screened: Screened) => ScreenOutcome
}

export function pass(message: string): ScreenOutcome {
  return { result: 'pass', message, guidance: null }
}

export function skip(message: string): ScreenOutcome {
  return { result: 'skip', message, guidance: null }
}

/** Passes where nothing is wrong; else names the first few and counts the rest. */
export function unlessAny(
  wrong: readonly string[],
  result: 'warn' | 'fail',
  { passed, guidance }: { readonly passed: string; readonly guidance: string },
): ScreenOutcome {
  return wrong.length === 0 ? pass(passed) : { result, message: listed(wrong), guidance }
}

const most = 5

function listed(names: readonly string[]): string {
  const rest = names.length - most
  return `${names.slice(0, most).join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`
}
