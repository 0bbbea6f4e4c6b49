import type { PublishedTable } from '../../schemas/cell.ts'
import type { Manifest } from '../../schemas/release.ts'
import type { ReleaseFacts } from '../release-facts.ts'

/** What every format is made of: nothing else of a run gets into it. */
export interface ReleaseContent {
  readonly facts: Pick<
    ReleaseFacts,
    | 'project'
    | 'period'
    | 'version'
    | 'asOf'
    | 'privacyPolicy'
    | 'policyParameters'
    | 'auditParameters'
    | 'languages'
    | 'formats'
    | 'codeVersion'
    | 'compared'
    | 'charts'
  >
  readonly tables: readonly PublishedTable[]
  /** Files that are written by then, by path. */
  readonly files: ReadonlyMap<string, Manifest['files'][number]>
}

/** The same as a reader of a release has it. */
export function contentOf(manifest: Manifest, tables: readonly PublishedTable[]): ReleaseContent {
  const { project, period, version, as_of: asOf, privacy_policy: privacyPolicy } = manifest
  return {
    facts: {
      ...{ project, period, version, asOf, privacyPolicy },
      policyParameters: manifest.policy.parameters,
      auditParameters: manifest.audit.parameters,
      languages: manifest.languages ?? [],
      formats: manifest.formats ?? [],
      codeVersion: manifest.code_version,
    },
    tables,
    files: new Map(manifest.files.map((file) => [file.path, file])),
  }
}
