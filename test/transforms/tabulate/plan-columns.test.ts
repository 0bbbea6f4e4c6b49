import { expect, it } from 'vitest'
import { plan } from './plans.ts'

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
