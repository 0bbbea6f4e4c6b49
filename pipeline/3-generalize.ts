import { z } from 'zod'
import { Failure } from '../schemas/failure.ts'
import type { Period } from '../schemas/period.ts'
import { learnerRelation } from '../transforms/deidentify/strip-identifiers.ts'
import { type ClassRisk, classDiversity, classSizes } from '../transforms/generalize/equivalence-classes.ts'
import { recodedRelation, recodeLearners } from '../transforms/generalize/recode.ts'
import { type Database, wholeNumber } from './database.ts'
import type { Project } from './load-project.ts'

/**
 * Step 3, generalize: recodes every learner to the pinned levels as of the first day of the period, and measures
 * the equivalence classes that result.
 *
 * @param settle gives learners other codes than their attributes of that day; nothing where absent
 * @throws {Failure} if a learner would be lost: nobody is dropped here
 */
export async function generalize(
  database: Database,
  project: Project,
  period: Period,
  settle?: () => Promise<void>,
): Promise<ClassRisk> {
  const attributes = project.attributes.filter(({ definition }) => definition.of === 'learners')
  await database.run(recodeLearners(attributes, period.start))
  const [before, after] = [
    await database.count(`SELECT count(*) FROM ${learnerRelation.from}`),
    await database.count(`SELECT count(*) FROM ${recodedRelation.from}`),
  ]
  if (before !== after)
    throw new Failure(`recoding must keep every learner: ${before} before, ${after} after`, 1)
  await settle?.()
  return measureClasses(database, project)
}

/** Measures the equivalence classes of everybody who is recoded. */
export async function measureClasses(database: Database, project: Project): Promise<ClassRisk> {
  const attributes = project.attributes.filter(({ definition }) => definition.of === 'learners')
  const quasi = attributes.filter(({ definition }) => definition.role === 'quasi-identifier')
  const [sizes] = await database.select(
    classSizes(quasi, project.definition.policy.minimumContributors),
    z.object({
      learners: wholeNumber,
      classes: wholeNumber,
      k: wholeNumber.nullable(),
      under_threshold: wholeNumber,
    }),
  )
  const sensitive: Record<string, { l: number | null; t: number | null }> = {}
  for (const attribute of attributes.filter(({ definition }) => definition.role === 'sensitive')) {
    const [row] = await database.select(
      classDiversity(quasi, attribute),
      z.object({ l: wholeNumber.nullable(), t: z.number().nullable() }),
    )
    sensitive[attribute.name] = row ?? { l: null, t: null }
  }
  return {
    learners: sizes?.learners ?? 0,
    classes: sizes?.classes ?? 0,
    k: sizes?.k ?? null,
    learnersUnderThreshold: sizes?.under_threshold ?? 0,
    sensitive,
  }
}
