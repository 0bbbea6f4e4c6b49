import type { Code } from '../../schemas/cell.ts'
import type { Hierarchy } from '../../schemas/hierarchy.ts'
import type { AttributeDefinition } from '../../schemas/project.ts'

/** An attribute with its hierarchy read and its level pinned. */
export interface Attribute {
  readonly name: string
  readonly definition: AttributeDefinition
  /** Field of the source. */
  readonly field: string
  readonly hierarchy: Hierarchy
  /** Depth of the pinned level. */
  readonly depth: number
  /** Codes down to the pinned level. */
  readonly codes: readonly Code[]
}
