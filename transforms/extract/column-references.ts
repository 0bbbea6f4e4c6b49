import { ConfigurationError } from '../../schemas/failure.ts'
import { literal } from '../relation.ts'

/** SELECT of the syntax tree of a query, as JSON text in column `tree`. */
export function syntaxTree(query: string): string {
  return `SELECT CAST(json_serialize_sql(${literal(query)}) AS VARCHAR) AS tree`
}

/**
 * Column names that a query refers to, read from its syntax tree.
 *
 * @param owner how the query is called in errors
 * @throws {ConfigurationError} if it is no single SELECT, or selects `*` or `#1`, which would pass unknown columns on
 */
export function columnReferences(tree: string, owner: string): ReadonlySet<string> {
  const parsed: unknown = JSON.parse(tree)
  if (!isRecord(parsed) || parsed['error'] === true)
    throw new ConfigurationError(
      `${owner} must be SQL of a SELECT`,
      isRecord(parsed) ? String(parsed['error_message']) : undefined,
    )
  const statements = Array.isArray(parsed['statements']) ? parsed['statements'].length : 0
  if (statements !== 1)
    throw new ConfigurationError(`${owner} must be SQL of a SELECT`, `${statements} statements`)
  const names = new Set<string>()
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit)
    else if (isRecord(node)) {
      if (node['class'] === 'STAR') throw new ConfigurationError(`${owner} must name its columns`, '*')
      if (node['class'] === 'POSITIONAL_REFERENCE')
        throw new ConfigurationError(`${owner} must name its columns`, '#')
      if (node['class'] === 'COLUMN_REF' && Array.isArray(node['column_names']))
        for (const name of node['column_names']) names.add(String(name))
      if (Array.isArray(node['using_columns']))
        for (const name of node['using_columns']) names.add(String(name))
      Object.values(node).forEach(visit)
    }
  }
  visit(parsed)
  return names
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
