import { literal } from '../relation.ts'

/**
 * Kinds of series in `contributionRelation`, told apart by their names: tables' ids have neither a space nor a slash.
 *
 * - of base periods, until a longer one is out: `happened <fact>`, `attribute <name>`, `registered at end` and
 *   `came late <stock>`
 * - of flows that may be revised: `<period>/<table>` and `<period>/`
 * - of stocks: `<table>` and `may return <table>`
 */
export const happened = 'happened '
export const attributePrefix = 'attribute '
export const registeredAtEnd = 'registered at end'
export const cameLate = 'came late '
export const mayReturn = 'may return '

/** Conditions of rows of each kind. */
export const isOfBasePeriods = `(series LIKE ${literal(`${happened}%`)} OR series LIKE ${literal(`${attributePrefix}%`)} OR series LIKE ${literal(`${cameLate}%`)} OR series = ${literal(registeredAtEnd)})`
export const isOfRevisedFlows = "contains(series, '/')"
export const isOfReturns = `series LIKE ${literal(`${mayReturn}%`)}`
export const isOfStocks = `(NOT ${isOfBasePeriods} AND NOT ${isOfRevisedFlows} AND NOT ${isOfReturns})`
