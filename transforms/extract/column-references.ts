import { ConfigurationError } from '../../schemas/failure.ts'
import { isNode, nodesIn, nodesOf, type SyntaxNode, singleSelect, textsIn } from './syntax-tree.ts'

/** Alias of the rows that an expression of `map` reads. */
export const mappedRows = '__rows'

/** Functions that read something else than the columns they are given. */
const readsElsewhere =
  /^(read_|parquet_|sniff_|duckdb_|pragma_|current_(setting|query|database|schemas?)|from_substrait|json_(de)?serialize|json_execute|pg_|.*_scan$)|^(query|query_table|glob|getenv|getvariable|nextval|currval|write_log|which_secret|version|which|in_search_path|txid_current|checkpoint|force_checkpoint)$/i

/** Relations that a SELECT may be made of: all but functions, files and the catalogue. */
const relationTypes: ReadonlySet<unknown> = new Set([
  'BASE_TABLE',
  'SUBQUERY',
  'JOIN',
  'EXPRESSION_LIST',
  'EMPTY',
])
/** A SELECT around an expression of `map`, whose syntax tree `expressionReferences` takes. */
export function expressionQuery(expression: string): string {
  return `SELECT (\n${expression}\n) AS f FROM ${mappedRows}`
}

/**
 * Columns that an expression of `map` refers to.
 *
 * @param tree syntax tree of `expressionQuery`
 * @throws {ConfigurationError} if it reads anything but columns of its own row
 */
export function expressionReferences(tree: string, owner: string): ReadonlySet<string> {
  const select = singleSelect(tree, owner)
  refuseUnnamedColumns(select, owner)
  const from = select['from_table']
  const clauses = ['where_clause', 'having', 'qualify', 'sample'].map((clause) => select[clause])
  const lists = ['modifiers', 'group_expressions'].map((clause) => nodesIn(select[clause]).length)
  if (
    select['type'] !== 'SELECT_NODE' ||
    nodesIn(select['select_list']).length !== 1 ||
    !isNode(from) ||
    from['type'] !== 'BASE_TABLE' ||
    from['table_name'] !== mappedRows ||
    from['schema_name'] !== '' ||
    from['alias'] !== '' ||
    clauses.some((clause) => clause !== null && clause !== undefined) ||
    lists.some((length) => length > 0)
  )
    throw new ConfigurationError(`${owner} must be one expression`)
  const names = new Set<string>()
  for (const node of nodesOf(select['select_list'])) {
    if (node['class'] === 'SUBQUERY')
      throw new ConfigurationError(`${owner} must read its own row only`, 'a subquery')
    refuseFunction(node, owner)
    const parts = columnNames(node)
    if (parts.some((part) => part.toLowerCase() === mappedRows)) throw wholeRow(owner, parts)
    for (const column of parts.slice(0, 1)) names.add(column)
  }
  return names
}

/**
 * Columns that a query refers to, by input. A name without a table may be a column of any input.
 *
 * @param tree its syntax tree
 * @param inputs names that it may read
 * @throws {ConfigurationError} if it is no single SELECT, reads anything but its inputs, or takes columns that it
 *   does not name
 */
export function queryReferences(
  tree: string,
  owner: string,
  inputs: readonly string[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const select = singleSelect(tree, owner)
  refuseUnnamedColumns(select, owner)
  const tables = tablesByAlias(select, owner, inputs)
  const names = new Map(inputs.map((input) => [input, new Set<string>()]))
  const addToAll = (column: string) => names.forEach((columns) => void columns.add(column))
  for (const node of nodesOf(select)) {
    refuseFunction(node, owner)
    textsIn(node['using_columns']).forEach(addToAll)
    const parts = columnNames(node)
    const [first, second] = parts
    if (first === undefined) continue
    const meant = tables.get(first.toLowerCase())
    // A table's own name, with or without its schema, is the whole row.
    if (meant === undefined ? parts.some((part) => tables.has(part.toLowerCase())) : second === undefined)
      throw wholeRow(owner, parts)
    if (meant === undefined || second === undefined) addToAll(first)
    else for (const table of meant) names.get(table)?.add(second)
  }
  return names
}

/** Inputs that each name of a table, alias, or WITH stands for; none where it stands for columns named elsewhere. */
function tablesByAlias(
  select: SyntaxNode,
  owner: string,
  inputs: readonly string[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const inputOf = new Map(inputs.map((input) => [input.toLowerCase(), input]))
  const named = new Set<string>()
  for (const node of nodesOf(select))
    if (isNode(node['cte_map']))
      for (const { key } of nodesIn(node['cte_map']['map'])) {
        // A name such as 'file.csv' might else reach a file where the WITH does not.
        if (!/^[a-z_][a-z0-9_]*$/i.test(String(key)))
          throw new ConfigurationError(`${owner} must name each WITH in letters, digits and _`, String(key))
        named.add(String(key).toLowerCase())
      }
  const tables = new Map<string, Set<string>>([...named].map((name) => [name, new Set()]))
  for (const node of nodesOf(select)) {
    // Relations have an alias and a sample; expressions have no sample, and SELECTs no alias.
    if (!('alias' in node && 'sample' in node)) continue
    if (!relationTypes.has(node['type']))
      throw new ConfigurationError(`${owner} must read its inputs only`, String(node['type']))
    if (node['ref_type'] === 'NATURAL')
      throw new ConfigurationError(`${owner} must name its columns`, 'NATURAL JOIN')
    const alias = String(node['alias'] ?? '').toLowerCase()
    const table = node['type'] === 'BASE_TABLE' ? String(node['table_name']) : null
    if (table !== null) {
      const known = inputOf.has(table.toLowerCase()) || named.has(table.toLowerCase())
      if (!known || node['schema_name'] !== '' || node['catalog_name'] !== '')
        throw new ConfigurationError(
          `${owner} must read its inputs only`,
          [node['catalog_name'], node['schema_name'], table].filter((part) => part !== '').join('.'),
        )
    }
    const name = alias === '' ? table?.toLowerCase() : alias
    if (name === undefined) continue
    const meant = tables.get(name) ?? new Set()
    const input = table === null ? undefined : inputOf.get(table.toLowerCase())
    if (input !== undefined) meant.add(input)
    tables.set(name, meant)
  }
  return tables
}

function columnNames(node: SyntaxNode): readonly string[] {
  return node['class'] === 'COLUMN_REF' ? textsIn(node['column_names']) : []
}

function refuseUnnamedColumns(select: SyntaxNode, owner: string): void {
  for (const node of nodesOf(select)) {
    if (node['class'] === 'STAR') throw new ConfigurationError(`${owner} must name its columns`, '*')
    if (node['class'] === 'POSITIONAL_REFERENCE')
      throw new ConfigurationError(`${owner} must name its columns`, '#')
  }
}

function refuseFunction(node: SyntaxNode, owner: string): void {
  const name = String(node['function_name'] ?? '')
  if (readsElsewhere.test(name))
    throw new ConfigurationError(`${owner} must not use a function that reads elsewhere`, name)
}

function wholeRow(owner: string, parts: readonly string[]): ConfigurationError {
  return new ConfigurationError(`${owner} must name its columns`, parts.join('.'))
}
