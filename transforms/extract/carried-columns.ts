import { facts } from '../../schemas/fact.ts'
import { notStatedCode } from '../../schemas/hierarchy.ts'
import type { SourceName } from '../../schemas/source/source-name.ts'
import type { Attribute } from '../generalize/attribute.ts'
import { leafCodes } from '../generalize/code-list.ts'
import { identifier, literal } from '../relation.ts'

/** Moment by which a row of a source is `later` than the as-of date. */
export const momentOf: Readonly<Record<SourceName, string | null>> = {
  learners: null,
  courses: null,
  lessons: null,
  tests: null,
  lesson_views: 'started_at',
  progress: 'enrolled_at',
  test_results: 'submitted_at',
}

/**
 * What a staged row keeps besides references, by name: SQL over the typed fields.
 *
 * @param present fields that the source has
 * @param asOfEnd first day that does not count
 */
export function carriedColumns(
  source: SourceName,
  present: ReadonlySet<string>,
  attributes: readonly Attribute[],
  asOfEnd: string,
): Readonly<Record<string, string>> {
  const keep = (names: readonly string[]) =>
    Object.fromEntries(names.filter((name) => present.has(name)).map((name) => [name, identifier(name)]))
  switch (source) {
    case 'learners':
      return keep([...present])
    case 'courses':
      return { id: 'course_id', ...keep(['title', 'track']) }
    case 'lessons':
      return { id: 'lesson_id', ...keep(['title']) }
    case 'tests':
      return { id: 'test_id', ...keep(['pass_score']) }
    case 'lesson_views':
      return { started_at: 'CAST(started_at AS DATE)', ...keep(['seconds']) }
    case 'progress': {
      const moments = Object.values(facts.progress.at).filter((moment) => present.has(moment))
      const known = moments.map((moment) => [
        moment,
        `CASE WHEN ${moment} < TIMESTAMP '${asOfEnd}' THEN ${moment} END`,
      ])
      const result = attributes.find(({ definition }) => definition.of === 'progress')
      return { ...Object.fromEntries(known), ...(result === undefined ? {} : { result: codeIndex(result) }) }
    }
    case 'test_results':
      return {
        attempt_id: present.has('attempt_id') ? 'attempt_id' : 'CAST(score AS VARCHAR)',
        ...keep(['submitted_at', 'score', 'max_score']),
      }
  }
}

/** SQL of the index of a value's pinned code among the attribute's codes. */
function codeIndex({ field, hierarchy, depth, codes }: Attribute): string {
  const index = new Map(codes.map(({ code }, i) => [code, i]))
  const cases = [...leafCodes(hierarchy, depth)].map(
    ([leaf, code]) => `WHEN ${literal(leaf)} THEN ${index.get(code)}`,
  )
  return `CASE ${identifier(field)} ${cases.join(' ')} ELSE ${index.get(notStatedCode) ?? 'NULL'} END`
}
