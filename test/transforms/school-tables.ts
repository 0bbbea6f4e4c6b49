import { policySchema } from '../../schemas/policy.ts'
import { type TableDefinition, tableSchema } from '../../schemas/table.ts'
import { planTable } from '../../transforms/tabulate/plan-table.ts'
import { attributes, catalogue, period } from './school.ts'

const learners = { count: 'learners' }
const where = (indicator: string) => ({ count: 'learners', where: indicator })

const given: readonly { from: string; dimensions: object; measures: object }[] = [
  {
    from: 'lesson_views',
    dimensions: { region: {}, course: { level: 'lesson' }, day: {} },
    measures: { active: learners, views: { count: 'events' }, minutes: { sum: 'minutes' } },
  },
  {
    from: 'lesson_views',
    dimensions: { course: { level: 'track' } },
    measures: { minutes: { sum: 'minutes' }, views: { count: 'events' } },
  },
  { from: 'lesson_views', dimensions: {}, measures: { active: learners } },
  {
    from: 'lesson_views',
    dimensions: { day: {}, gender: {}, age: { level: 'group' } },
    measures: { active: learners },
  },
  {
    from: 'test_results',
    dimensions: { region: { level: 'zone' }, course: {} },
    measures: {
      assessed: learners,
      passed: where('passed'),
      attempts: { count: 'events' },
      passes: { count: 'events', where: 'passed' },
      mean: { mean: 'score' },
      median: { median: 'score' },
    },
  },
  {
    from: 'test_results',
    dimensions: { gender: {}, outcome: {}, day: {} },
    measures: { assessed: learners },
  },
  {
    from: 'test_results',
    dimensions: { region: { level: 'zone' }, course: {}, outcome: { level: 'ten' } },
    measures: {
      assessed: learners,
      mean: { mean: 'score' },
      median: { median: 'score' },
    },
  },
  {
    from: 'test_results',
    dimensions: { day: {} },
    measures: { passes: { count: 'events', where: 'passed' } },
  },
  {
    from: 'test_results',
    dimensions: { outcome: { level: 'broad' }, day: {} },
    measures: { assessed: learners, mean: { mean: 'score' } },
  },
  {
    from: 'progress',
    dimensions: { region: {}, course: {}, day: {} },
    measures: { enrolled: where('enrolled'), completed: where('completed') },
  },
  {
    from: 'progress',
    dimensions: { gender: {}, result: {}, course: { level: 'track' } },
    measures: { finished: where('finished') },
  },
  { from: 'registrations', dimensions: { region: {}, age: {}, day: {} }, measures: { registered: learners } },
]

/** Tables that between them use every fact, dimension and kind of measure. */
export const tables: readonly TableDefinition[] = given.map((table, i) =>
  tableSchema.parse({ ...table, id: `${table.from.replace('_', '-')}-${i}`, title: { en: 'Table' } }),
)

export const policy = policySchema.parse({})

export const planOf = (table: TableDefinition) => planTable(table, { attributes, catalogue, period, policy })
