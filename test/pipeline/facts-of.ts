import type { Manifest } from '../../schemas/release.ts'

/** What a release was made with, so that it can be made anew. */
export function factsOf(manifest: Manifest) {
  return {
    project: manifest.project,
    period: manifest.period,
    version: manifest.version,
    asOf: manifest.as_of,
    privacyPolicy: manifest.privacy_policy,
    policyParameters: manifest.policy.parameters,
    codeVersion: manifest.code_version,
    formats: manifest.formats ?? [],
    languages: manifest.languages ?? [],
    auditParameters: manifest.audit.parameters,
    previousManifestSha256: manifest.previous_manifest_sha256,
  }
}
