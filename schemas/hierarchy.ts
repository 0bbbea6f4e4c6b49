import type { Labels } from './labels.ts'

/** Code of a dimension's total. */
export const totalCode = '_T'
/** Code of "not stated in the source". */
export const notStatedCode = '_X'

/** One node of a generalization hierarchy. */
export interface HierarchyNode {
  readonly code: string
  /** Code of the node above; null for the root. */
  readonly parent: string | null
  /** Steps from the root, whose depth is 0. */
  readonly depth: number
  readonly labels: Labels
}

/**
 * A generalization hierarchy: every value's path to the root.
 *
 * `nodes` begins with the root and holds every parent before its children. `levels` names the depths,
 * coarse to fine, `levels[0]` being the root's.
 */
export interface Hierarchy {
  readonly name: string
  readonly levels: readonly string[]
  readonly nodes: readonly HierarchyNode[]
}
