import { ConfigurationError } from '../../schemas/failure.ts'
import { literal } from '../relation.ts'

export type SyntaxNode = Readonly<Record<string, unknown>>

/** SELECT of the syntax tree of a query, as JSON text in column `tree`. */
export function syntaxTree(query: string): string {
  return `SELECT CAST(json_serialize_sql(${literal(query)}) AS VARCHAR) AS tree`
}

/**
 * The one SELECT of a syntax tree.
 *
 * @param owner how the query is called in errors
 * @throws {ConfigurationError} if it is no single SELECT
 */
export function singleSelect(tree: string, owner: string): SyntaxNode {
  const parsed: unknown = JSON.parse(tree)
  if (!isNode(parsed) || parsed['error'] === true)
    throw new ConfigurationError(
      `${owner} must be SQL of a SELECT`,
      isNode(parsed) ? String(parsed['error_message']) : undefined,
    )
  const statements = nodesIn(parsed['statements'])
  const [statement] = statements
  if (statement === undefined || statements.length !== 1 || !isNode(statement['node']))
    throw new ConfigurationError(`${owner} must be SQL of a SELECT`, `${statements.length} statements`)
  return statement['node']
}

/** Every node of a syntax tree, from the root down. */
export function* nodesOf(value: unknown): Generator<SyntaxNode> {
  if (Array.isArray(value)) for (const child of value) yield* nodesOf(child)
  else if (isNode(value)) {
    yield value
    yield* nodesOf(Object.values(value))
  }
}

/** The nodes that a list holds; none where there is no list. */
export function nodesIn(list: unknown): readonly SyntaxNode[] {
  return Array.isArray(list) ? list.filter(isNode) : []
}

/** The texts that a list holds; none where there is no list. */
export function textsIn(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.map(String) : []
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
