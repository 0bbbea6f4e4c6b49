import type { AttributeDefinition } from '../../schemas/project.ts'
import { attributeSchema } from '../../schemas/project.ts'
import type { Attribute } from '../../transforms/generalize/attribute.ts'
import { bandHierarchy } from '../../transforms/generalize/bands.ts'
import { codeList, depthOf } from '../../transforms/generalize/code-list.ts'
import { parseHierarchy } from '../../transforms/generalize/parse-hierarchy.ts'

type Given = Omit<Partial<AttributeDefinition>, 'hierarchy'> & { readonly lines?: readonly string[] }

/** An attribute as the project file would declare it, with the lines of its hierarchy in place of a file. */
export function attribute(name: string, { lines, ...given }: Given): Attribute {
  const definition = attributeSchema.parse({
    role: 'quasi-identifier',
    ...given,
    ...(lines === undefined ? {} : { hierarchy: `${name}.csv` }),
  })
  const hierarchy =
    definition.bands === undefined
      ? parseHierarchy(name, (lines ?? []).join('\n'), definition.levels, new Map())
      : bandHierarchy(name, definition.bands)
  const depth = depthOf(hierarchy, definition.level)
  return {
    name,
    definition,
    field: definition.field ?? name,
    hierarchy,
    depth,
    codes: codeList(hierarchy, depth, definition.missing === 'not-stated'),
  }
}
