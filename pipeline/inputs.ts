import { createHash } from 'node:crypto'
import { dirname, relative, resolve } from 'node:path'
import { glob } from 'tinyglobby'
import { canonicalJson } from '../reports/canonical-json.ts'
import { sha256Of, sha256OfFile } from '../reports/checksums.ts'
import { codeVersion } from '../reports/code-version.ts'
import type { Project } from './load-project.ts'
import { fingerprintSources } from './source-fingerprint.ts'

/** Everything that a release follows from, but for the as-of day, the tie-break key and earlier releases. */
export interface Inputs {
  /** SHA-256 of each source's files, by source. */
  readonly sources: Readonly<Record<string, string>>
  /** SHA-256 over the project file and all that it refers to. */
  readonly project: string
  readonly code: string
}

export async function readInputs(project: Project, dataFolder: string): Promise<Inputs> {
  return {
    sources: await fingerprintSources(project, dataFolder),
    project: await fingerprintProject(project),
    code: `${await codeVersion()} on Node ${process.version}`,
  }
}

/** One text that differs where any input does. */
export function inputsKey(inputs: Inputs): string {
  return sha256Of(canonicalJson({ ...inputs }))
}

/** What differs between two sets of inputs, in words; empty where nothing does. */
export function changedInputs(before: Inputs, now: Inputs): readonly string[] {
  const names = [...new Set([...Object.keys(before.sources), ...Object.keys(now.sources)])].toSorted()
  return [
    ...names.filter((name) => before.sources[name] !== now.sources[name]),
    ...(before.project === now.project ? [] : ['the project file, or a file that it names']),
    ...(before.code === now.code ? [] : ['the version of the code']),
  ]
}

/** SHA-256 over the project file, its tables, hierarchies, labels and maps, and the tie-break key that it names. */
async function fingerprintProject({ file, folder, definition }: Project): Promise<string> {
  const tables = await glob(definition.tables, { cwd: folder, absolute: true, expandDirectories: false })
  const named = Object.values(definition.attributes).flatMap(({ hierarchy, labels, map }) => [
    hierarchy,
    labels,
    map?.file,
  ])
  const files = [...named, definition.policy.tieBreakKeyFile].flatMap((name) =>
    name === undefined ? [] : [resolve(folder, name)],
  )
  const hash = createHash('sha256')
  for (const path of [file, ...tables.toSorted(), ...files])
    hash.update(`${relative(dirname(file), path)}\n${await sha256OfFile(path)}\n`)
  return hash.digest('hex')
}
