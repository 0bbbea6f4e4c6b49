import { dataTable, facts, list, section, words } from './markup.ts'
import type { RunFacts } from './run-facts.ts'

/** How the night went. */
export function runSection(run: RunFacts): string {
  const seconds = Object.entries(run.seconds)
  return section(
    'Night',
    facts([
      ['Began', words(run.startedAt)],
      ['Ended', words(run.endedAt ?? 'not recorded')],
      ['Outcome', words(run.failure === null ? run.outcome : `${run.outcome}: ${run.failure.message}`)],
      ['As of', words(run.asOf)],
      ['Series begins', words(run.firstPeriod ?? 'not recorded')],
      ...(run.resumed === null ? [] : [['Went on from', words(run.resumed)] as const]),
    ]),
    dataTable(
      'Wall seconds by stage',
      ['Stage', 'Seconds'],
      seconds.map(([stage, spent]) => [words(stage), words(spent)]),
    ),
    dataTable(
      'Periods of the night',
      ['Period', 'Outcome', 'Why'],
      run.periods.map(({ period, outcome, reasons }) => [
        words(period.id),
        words(outcome),
        words(reasons.join('; ')),
      ]),
    ),
  )
}

/** What the night left for later, and who was taken out. */
export function waitingSection(run: RunFacts): string {
  const { waiting, held, revisions, periods, absent, erased } = run
  const entries = [
    ...waiting.map((period) => `${period} waits for approval, or was rejected`),
    ...held.map(({ period, reason }) => `${period} ${reason}`),
    ...periods.flatMap(({ period, stocks }) =>
      stocks.map(
        ({ table, waiting: rows, waitingSince, pooled }) =>
          `${period.id}: ${rows} rows of ${table} wait${waitingSince === null ? '' : ` since ${waitingSince}`}; ${pooled} changes have pooled`,
      ),
    ),
    ...revisions.map(
      ({ period, version, why, withheld }) =>
        `${period} looked at again: ${withheld ? 'withheld, ' : ''}${version === null ? (why ?? 'no new version') : `version ${version}`}`,
    ),
    ...(absent === 0 ? [] : [`${absent} learners of stocks are in no source`]),
    ...(erased === null
      ? []
      : [
          `${erased.learners} learners taken out of the contributions on ${erased.on}${erased.requested === undefined ? '' : `, of whom ${erased.requested} had asked for it`}`,
        ]),
  ]
  return section('What waits', entries.length === 0 ? '<p>Nothing.</p>' : list(entries.map(words)))
}
