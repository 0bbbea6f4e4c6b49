import { readFile } from 'node:fs/promises'
import { LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { ConfigurationError } from '../schemas/failure.ts'

/**
 * Reads a YAML file and checks it against a schema.
 *
 * @throws {ConfigurationError} naming file, line and path of the first thing that is wrong
 */
export async function readYaml<T>(file: string, schema: z.ZodType<T>): Promise<T> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    throw new ConfigurationError('a configuration file must be readable', `${file} (${errorCode(error)})`)
  }
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const broken = document.errors[0]
  if (broken !== undefined)
    throw new ConfigurationError(
      `${file}:${lines.linePos(broken.pos[0]).line}: must be YAML`,
      broken.message.split('\n')[0],
    )
  const result = schema.safeParse(document.toJS())
  if (result.success) return result.data
  const issue = deepest(result.error.issues)
  const value = issue.path.reduce<unknown>(
    (at, key) => (isRecord(at) ? at[String(key)] : undefined),
    document.toJS(),
  )
  throw new ConfigurationError(
    `${file}:${lineOf(document, issue.path, lines)}: ${(issue.owner ?? issue.path).join('.') || 'the file'}: ${issue.message}`,
    value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 200),
  )
}

interface Issue {
  readonly path: readonly PropertyKey[]
  /** What the rule is about, where that is not the path: an unknown key breaks a rule of its owner. */
  readonly owner?: readonly PropertyKey[]
  readonly message: string
}

/** A union reports the issues of all its branches; the one that came furthest says most. */
function deepest(issues: readonly z.core.$ZodIssue[]): Issue {
  const first = issues[0]!
  if (first.code === 'unrecognized_keys')
    return { path: [...first.path, first.keys[0]!], owner: first.path, message: first.message }
  if (first.code !== 'invalid_union') return first
  const branches = first.errors.flatMap((branch) => (branch.length === 0 ? [] : [deepest(branch)]))
  const best = branches.reduce<Issue | null>(
    (far, issue) => (far === null || issue.path.length > far.path.length ? issue : far),
    null,
  )
  if (best === null) return first
  const owner = best.owner === undefined ? {} : { owner: [...first.path, ...best.owner] }
  return { path: [...first.path, ...best.path], ...owner, message: best.message }
}

function lineOf(
  document: ReturnType<typeof parseDocument>,
  path: readonly PropertyKey[],
  lines: LineCounter,
): number {
  for (let length = path.length; length >= 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true)
    if (isRecord(node) && Array.isArray(node['range']) && typeof node['range'][0] === 'number')
      return lines.linePos(node['range'][0]).line
  }
  return 1
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
}
