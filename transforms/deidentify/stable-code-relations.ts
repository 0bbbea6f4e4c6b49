import { cohortRelation } from '../relation.ts'

/** Columns: `code` (of this run), `learner` (the same in every run). It is gone with the run. */
export const stableCodeRelation = cohortRelation('stable_code')
/**
 * Columns: `learner`, `refused`, `requested`, `gone_for_good`; of every account in the source. Refused is whom a rule refuses and
 * who is not counted by another account; requested, of whom an account asked for erasure; for good, if no later row takes that back. Gone with the run, too.
 */
export const knownCodeRelation = cohortRelation('known_code')
/**
 * Columns: `code` (of this run), `learner`: codes by which accounts of a counted person are in the contributions besides, since
 * these were several persons then. Gone with the run, too.
 */
export const otherCodeRelation = cohortRelation('other_code')
