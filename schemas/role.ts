import { z } from 'zod'

/** What a column may do to a person, and therefore how far it may travel. */
export const roleSchema = z.enum([
  /** Names a learner alone; dropped in step 2. */
  'direct-identifier',
  /** Knowable from outside; identifies in combination. */
  'quasi-identifier',
  /** Must not be learned about a person. */
  'sensitive',
  /** A quantity that is counted or summed. */
  'measure',
  /** Needed to run the school or to decide who is counted; never selected after step 1. */
  'operational',
  /** Describes the school's offer (a course's title), not a learner. */
  'reference',
])
export type Role = z.infer<typeof roleSchema>

/** Roles whose columns step 2 may select. */
export const travellingRoles: readonly Role[] = ['quasi-identifier', 'sensitive', 'measure', 'reference']
