import type { Dimension } from '../../schemas/cell.ts'
import { type Fact, facts } from '../../schemas/fact.ts'
import { ConfigurationError } from '../../schemas/failure.ts'
import type { Labels } from '../../schemas/labels.ts'
import type { TableDefinition } from '../../schemas/table.ts'
import type { Attribute } from '../generalize/attribute.ts'
import { codeList, depthOf } from '../generalize/code-list.ts'
import { type Catalogue, type CourseLevel, courseCodes, dayCodes } from './catalogue.ts'
import type { PlannedDimension, TableContext } from './table-plan.ts'
import { testOutcomeCode, testOutcomeCodes, testOutcomeLevels } from './test-outcomes.ts'

/**
 * Resolves one dimension of a table: an attribute of the learner, an event dimension or an outcome of the fact.
 *
 * @throws {ConfigurationError} if the project or the fact does not have it, or not at that level
 */
export function planDimension(
  table: TableDefinition,
  name: string,
  level: string | undefined,
  title: Labels | undefined,
  context: TableContext,
): PlannedDimension {
  const fact: Fact = facts[table.from]
  const attribute = context.attributes.find((candidate) => candidate.name === name)
  if (attribute?.definition.of === 'learners') {
    const depth = level === undefined ? attribute.depth : depthOf(attribute.hierarchy, level)
    if (depth > attribute.depth)
      throw new ConfigurationError(
        `table ${table.id} may not show ${name} finer than its pinned level`,
        level,
      )
    const codes = codeList(attribute.hierarchy, depth, attribute.definition.missing === 'not-stated')
    const dimension: Dimension = {
      name,
      title: title ?? attribute.definition.title ?? { en: name },
      kind: 'attribute',
      sensitive: attribute.definition.role === 'sensitive',
      codes,
    }
    return { kind: 'attribute', dimension, attribute: name, pinned: attribute.codes }
  }
  if (name === 'course' && fact.dimensions['course'] !== undefined) {
    const chosen = level ?? 'course'
    if (!isCourseLevel(chosen) || !fact.dimensions['course'].levels.includes(chosen))
      throw new ConfigurationError(
        `table ${table.id} needs one of the levels ${fact.dimensions['course'].levels.join(', ')}`,
        level,
      )
    return {
      kind: 'course',
      level: chosen,
      dimension: event(
        name,
        title ?? { en: 'Course', uz: 'Kurs', ru: 'Курс' },
        courseCodes(context.catalogue, chosen),
      ),
    }
  }
  if (name === 'day') {
    refuseOtherLevel(table, name, level, 'day')
    return {
      kind: 'day',
      dimension: event(
        name,
        title ?? { en: 'Day', uz: 'Kun', ru: 'День' },
        dayCodes(context.period.start, context.period.end),
      ),
    }
  }
  if (fact.outcomes.includes(name))
    return planOutcome(table, name, level, title, attribute, context.catalogue)
  throw new ConfigurationError(`table ${table.id} names a dimension that the project does not have`, name)
}

/** For dimensions of a single level. */
function refuseOtherLevel(
  table: TableDefinition,
  name: string,
  level: string | undefined,
  only: string,
): void {
  if (level !== undefined && level !== only)
    throw new ConfigurationError(`table ${table.id} can show ${name} at the level ${only} only`, level)
}

function isCourseLevel(level: string): level is CourseLevel {
  return level === 'lesson' || level === 'course' || level === 'track'
}

function event(name: string, title: Labels, codes: Dimension['codes']): Dimension {
  return { name, title, kind: 'event', sensitive: false, codes }
}

function planOutcome(
  table: TableDefinition,
  name: string,
  level: string | undefined,
  title: Labels | undefined,
  attribute: Attribute | undefined,
  catalogue: Catalogue,
): PlannedDimension {
  const outcome = (fallback: Labels, codes: Dimension['codes']): Dimension => ({
    name,
    title: title ?? fallback,
    kind: 'outcome',
    sensitive: true,
    codes,
  })
  if (name === 'outcome') {
    const chosen = testOutcomeLevels.find((candidate) => candidate === (level ?? 'pass'))
    if (chosen === undefined)
      throw new ConfigurationError(
        `table ${table.id} needs ${name} at one of the levels ${testOutcomeLevels.join(', ')}`,
        level,
      )
    return {
      kind: 'outcome',
      outcome: name,
      dimension: outcome(
        { en: 'Outcome', uz: 'Natija', ru: 'Исход' },
        testOutcomeCodes(chosen, catalogue.passMarks),
      ),
      codeOf: (packed) => testOutcomeCode(chosen, packed % 2 === 1, Math.floor(packed / 2)),
    }
  }
  if (attribute === undefined)
    throw new ConfigurationError(`table ${table.id} needs the attribute ${name} of progress to be declared`)
  const depth = level === undefined ? attribute.depth : depthOf(attribute.hierarchy, level)
  if (depth !== attribute.depth)
    throw new ConfigurationError(`table ${table.id} must show ${name} at its pinned level`, level)
  return {
    kind: 'outcome',
    outcome: 'result',
    dimension: outcome(attribute.definition.title ?? { en: 'Result' }, attribute.codes),
    codeOf: (index) => attribute.codes[index]!.code,
  }
}
