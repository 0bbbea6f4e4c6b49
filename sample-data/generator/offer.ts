/** Rows of the offer that are added spoilt, each kind with the SQL for its row. */
const spoiltOffer = {
  courses: [{ kind: 'no-course_id', row: "NULL, 'Sinov kursi', 'programming'", copies: 1 }],
  lessons: [
    { kind: 'no-lesson_id', row: "NULL, 'c01', 'Sinov darsi'", copies: 15 },
    { kind: 'unknown-course', row: "'c99-l' || copy, 'c99', 'Sinov darsi'", copies: 20 },
    // Lesson 50 is an elective everywhere: losing both copies loses few views.
    { kind: 'duplicate-lesson_id', row: "'c' || copy || '-l050', 'c01', 'Sinov darsi'", copies: 15 },
  ],
  tests: [
    { kind: 'unknown-course', row: "'c99-t1', 'c99', 'Sinov testi', 50", copies: 1 },
    { kind: 'pass_score-above-100', row: "'c01-t9', 'c01', 'Sinov testi', 140", copies: 1 },
  ],
} as const
type OfferSource = keyof typeof spoiltOffer

const planned: Readonly<Record<OfferSource, string>> = {
  courses: 'SELECT course_id, title, track FROM course ORDER BY no',
  lessons: 'SELECT lesson_id, course_id, title FROM lesson ORDER BY lesson_id',
  tests: 'SELECT test_id, course_id, title, pass_score FROM test ORDER BY test_id',
}

/**
 * SQL for the rows of the offer, then those that are spoilt.
 *
 * None of the offer itself is spoilt: one bad course would take all its events along.
 */
export function offerRows(source: OfferSource): string {
  const spoilt = spoiltOffer[source].map(
    ({ row, copies }) => `SELECT ${row} FROM (SELECT unnest(range(11, ${11 + copies})) AS copy)`,
  )
  return [`(${planned[source]})`, ...spoilt.map((query) => `(${query})`)].join(' UNION ALL ')
}

/** How many rows of the offer each kind spoils. */
export function offerDirt(source: OfferSource): Record<string, number> {
  return Object.fromEntries(spoiltOffer[source].map(({ kind, copies }) => [kind, copies]))
}
