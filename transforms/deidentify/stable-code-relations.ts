import { cohortRelation } from '../relation.ts'

/** Columns: `code` (of this run), `learner` (the same in every run). It is gone with the run. */
export const stableCodeRelation = cohortRelation('stable_code')
/**
 * Columns: `learner`, `refused`; of every account in the source. Refused is whom a rule refuses and who is not counted by
 * another account. Gone with the run, too.
 */
export const knownCodeRelation = cohortRelation('known_code')
