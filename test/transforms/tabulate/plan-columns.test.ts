import { expect, it } from 'vitest'
import { tableSchema } from '../../../schemas/table.ts'
import { refuseColumnClash } from '../../../transforms/tabulate/plan-columns.ts'
import { plan, table } from './plans.ts'

const learners = { count: 'learners' }

it.each([
  {
    because: 'a measure is called like a dimension',
    change: { dimensions: { gender: {} }, measures: { gender: learners } },
    column: 'gender',
  },
  {
    because: 'a measure is called like the period',
    change: { measures: { time_period: learners } },
    column: 'time_period',
  },
  {
    because: 'a measure is called like the status of another',
    change: { measures: { views: learners, views_status: { count: 'events' } } },
    column: 'views_status',
  },
  {
    because: 'it is so the other way round',
    change: { measures: { views_status: { count: 'events' }, views: learners } },
    column: 'views_status',
  },
])('refuses two columns of one name: $because', ({ change, column }) =>
  expect(() => plan(change)).toThrow(
    `table t needs a name of its own for every column. Provided value: ${column}`,
  ),
)

it('takes names that only begin alike', () =>
  expect(
    plan({ measures: { views: learners, views_state: { count: 'events' } } }).shape.baseMeasures,
  ).toHaveLength(2))

it.each(['freq', 'indicator', 'as_of', 'obs_value', 'structure', 'time_period'])(
  'refuses a dimension called %s, of which SDMX would have two columns',
  (name) =>
    expect(() => refuseColumnClash(tableSchema.parse({ ...table, dimensions: { [name]: {} } }))).toThrow(
      name === 'time_period'
        ? 'table t needs a name of its own for every column. Provided value: time_period'
        : `table t needs dimensions that are named as no column of SDMX-CSV is. Provided value: ${name}`,
    ),
)
