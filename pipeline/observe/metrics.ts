import { readFile } from 'node:fs/promises'
import { Gauge, Registry } from 'prom-client'
import { localMoment } from '../period-calendar.ts'
import type { RunOutcome, RunRecord } from '../run-record.ts'
import { writeWhole } from '../run-record.ts'

/**
 * Writes a Prometheus text file about the latest run, whole or not at all. Who watches is not always who may see the
 * workspace, and keeps what is scraped: rows are floored to hundreds and shares to whole per cent of at least a
 * thousand rows, so that no figure tells of few learners; of admission and hidden cells nothing is said.
 *
 * @param timeZone of the sources' moments
 */
export async function writeMetrics(path: string, record: RunRecord, timeZone: string): Promise<void> {
  const registry = new Registry()
  const gauge = (name: string, help: string, labelNames: readonly string[] = []) =>
    new Gauge({ name: `kohort_${name}`, help, labelNames: [...labelNames], registers: [registry] })
  const ended = record.endedAt === null ? null : seconds(record.endedAt)
  gauge('last_run_timestamp_seconds', 'End of the last run').set(ended ?? seconds(record.startedAt))
  const success = isSuccess(record.outcome) ? ended : await lastSuccess(path)
  if (success !== null)
    gauge('last_success_timestamp_seconds', 'End of the last run with nothing failed or withheld').set(
      success,
    )
  const outcome = gauge('last_run_outcome', '1 for how the last run ended', ['outcome'])
  for (const name of outcomes) outcome.set({ outcome: name }, name === record.outcome ? 1 : 0)
  const stage = gauge('stage_seconds', 'Wall seconds of the last run, by stage', ['stage'])
  for (const [name, value] of Object.entries(record.seconds)) stage.set({ stage: name }, value)
  const periods = gauge('periods', 'Periods of the last run, by what became of them', ['outcome'])
  for (const name of ['released', 'candidate', 'withheld'] as const)
    periods.set({ outcome: name }, record.periods.filter((one) => one.outcome === name).length)
  gauge('periods_waiting', 'Periods that wait for an earlier one, or for a part, that is not out').set(
    record.held.filter(({ why }) => why === 'waits').length,
  )
  gauge('candidates_waiting', 'Periods whose candidates wait for approval').set(record.waiting.length)
  const rows = gauge('source_rows', 'Rows of a source, floored to hundreds', ['source'])
  const bad = gauge('quarantine_percent', 'Whole per cent of rows that are bad, of 1000 rows or more', [
    'source',
  ])
  for (const [source, { read, quarantined }] of Object.entries(record.books)) {
    rows.set({ source }, Math.floor(read / 100) * 100)
    if (read >= 1000) bad.set({ source }, Math.floor((100 * quarantined) / read))
  }
  const checks = gauge('checks_failed', 'Checks of freshness and drift that did not pass', [
    'check',
    'severity',
  ])
  for (const { check, severity } of record.checks) checks.inc({ check, severity })
  const loaded = gauge('source_age_hours', 'Whole hours since a source was added to', ['source'])
  const began = localMoment(timeZone, new Date(record.startedAt))
  for (const [source, moment] of Object.entries(record.loadedAt))
    loaded.set({ source }, Math.floor(Math.max(0, seconds(`${began}Z`) - seconds(`${moment}Z`)) / 3600))
  await writeWhole(path, await registry.metrics())
}

const outcomes: readonly RunOutcome[] = ['done', 'idle', 'withheld', 'failed', 'stopped']

function isSuccess(outcome: RunOutcome): boolean {
  return outcome === 'done' || outcome === 'idle'
}

function seconds(moment: string): number {
  return Math.floor(Date.parse(moment) / 1000)
}

/** What the file said of the last success: a failure does not change it. */
async function lastSuccess(path: string): Promise<number | null> {
  const text = await readFile(path, 'utf8').catch(() => '')
  const value = /^kohort_last_success_timestamp_seconds (\d+)$/m.exec(text)?.[1]
  return value === undefined ? null : Number(value)
}
