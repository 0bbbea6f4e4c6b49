import type { TableShape } from './cell.ts'

/**
 * Whether a later version of a period may show a table as it stands by then. Not where anything in it is sensitive: those
 * who changed a figure number k, but may all share what it says of them.
 */
export function isRevisable({ dimensions, baseMeasures, derivedMeasures }: TableShape): boolean {
  return (
    dimensions.every(({ sensitive, kind }) => !sensitive && kind !== 'outcome') &&
    baseMeasures.every(({ part, overEvents }) => part === null && overEvents !== 'latest') &&
    derivedMeasures.every(({ type }) => type === 'ratio')
  )
}
