/** What becomes of a row that was read. The books balance over these. */
export const rowFates = ['used', 'quarantined', 'notAdmitted', 'merged', 'later'] as const
export type RowFate = (typeof rowFates)[number]

/** The fate as a number in SQL. */
export function fateCode(fate: RowFate): number {
  return rowFates.indexOf(fate)
}
