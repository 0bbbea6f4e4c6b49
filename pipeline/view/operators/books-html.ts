import { dataTable, list, section, words } from './markup.ts'
import type { RunFacts } from './run-facts.ts'

/** What became of the rows of each source, and what the checks of the sources found. */
export function booksSection({ books, checks, loadedAt, notStated, inputs }: RunFacts): string {
  const sources = Object.entries(books)
  return section(
    'Books',
    dataTable(
      'Rows of each source: read = used + quarantined + not admitted + merged + later',
      ['Source', 'Read', 'Used', 'Quarantined', 'Not admitted', 'Merged', 'Later', 'Loaded until', 'SHA-256'],
      sources.map(([source, entry]) => [
        words(source),
        ...[entry.read, entry.used].map(words),
        words(withReasons(entry.quarantined, entry.quarantinedBy)),
        words(withReasons(entry.notAdmitted, entry.notAdmittedBy)),
        ...[entry.merged, entry.later].map(words),
        words(loadedAt[source] ?? ''),
        words(inputs?.sources[source] ?? ''),
      ]),
    ),
    dataTable(
      'Learners without a value',
      ['Attribute', 'Per cent'],
      Object.entries(notStated).map(([attribute, share]) => [
        words(attribute),
        words((share * 100).toFixed(2)),
      ]),
    ),
    checks.length === 0
      ? '<p>No check of freshness or drift found anything.</p>'
      : list(
          checks.map(({ check, of, severity, clause }) => words(`${severity}: ${check} of ${of}: ${clause}`)),
        ),
  )
}

function withReasons(count: number, by: Readonly<Record<string, number>>): string {
  const reasons = Object.entries(by).map(([reason, n]) => `${reason}: ${n}`)
  return reasons.length === 0 ? String(count) : `${count} (${reasons.join('; ')})`
}
