import type { StructuralFinding } from './finding.ts'

/**
 * Runs `read`, and turns an error into `finding`.
 *
 * The error's message is dropped: a database's can quote the content of a file.
 *
 * @returns null where it failed
 */
export async function attempt<T>(
  findings: StructuralFinding[],
  finding: StructuralFinding,
  read: () => Promise<T>,
): Promise<T | null> {
  try {
    return await read()
  } catch {
    findings.push(finding)
    return null
  }
}
