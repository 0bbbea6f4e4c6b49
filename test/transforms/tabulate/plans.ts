import { type Policy, policySchema } from '../../../schemas/policy.ts'
import { tableSchema } from '../../../schemas/table.ts'
import { planTable } from '../../../transforms/tabulate/plan-table.ts'
import { attribute } from '../hierarchies.ts'
import { attributes, catalogue, period } from '../school.ts'

export const table = {
  id: 't',
  title: { en: 'T' },
  from: 'lesson_views',
  dimensions: {},
  measures: { active: { count: 'learners' } },
}
const pinned = attribute('pinned', { lines: ['a;x;*', 'b;x;*'], level: 'level_1' })
/** Plans a small table with something changed. */
export const plan = (change: object, policy: Policy = policySchema.parse({})) =>
  planTable(tableSchema.parse({ ...table, ...change }), {
    attributes: [...attributes, pinned],
    catalogue,
    period,
    policy,
  })
