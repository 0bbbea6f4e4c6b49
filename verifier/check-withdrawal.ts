import type { Finding } from './finding.ts'
import { readChoice, readFields, readPattern, ShapeError } from './read-json.ts'
import type { Manifest } from './release.ts'

/** A notice that the publisher took a release back. */
export interface Withdrawal {
  readonly day: string
  readonly reason: string
}

/**
 * Holds a notice of withdrawal to its form and to the release that it lies in.
 *
 * @param json text of `WITHDRAWN.json`; null where it is missing
 * @param text of `WITHDRAWN.md`; null where it is missing
 */
export function checkWithdrawal(
  json: string | null,
  text: string | null,
  manifest: Manifest | null,
  manifestSha256: string | null,
): { readonly withdrawal: Withdrawal | null; readonly findings: readonly Finding[] } {
  const broken = (where: string, clause: string) => ({
    withdrawal: null,
    findings: [{ rule: 'withdrawal' as const, where, clause }],
  })
  if (json === null)
    return text === null
      ? { withdrawal: null, findings: [] }
      : broken('WITHDRAWN.md', 'a notice for people lies beside one for machines')
  try {
    const value: unknown = JSON.parse(json)
    const names = ['format', 'manifest_sha256', 'reason', 'release', 'withdrawn_on']
    const fields = readFields(value, 'notice', names)
    const sorted = Object.fromEntries(names.map((name) => [name, fields.get(name)]))
    if (`${JSON.stringify(sorted)}\n` !== json)
      throw new ShapeError('a notice has one form: sorted keys, no white space, one final newline')
    readChoice(fields.get('format'), 'format', ['kohort-withdrawal/1'])
    readChoice(fields.get('release'), 'release', [manifest?.id ?? ''])
    readChoice(fields.get('manifest_sha256'), 'manifest_sha256', [manifestSha256 ?? ''])
    const day = readPattern(fields.get('withdrawn_on'), 'withdrawn_on', /^\d{4}-\d{2}-\d{2}$/)
    const reason = readPattern(fields.get('reason'), 'reason', /^[^\p{Cc}]{3,500}$/u)
    if (text !== null && text !== forPeople(manifest?.id ?? '', day, reason))
      return broken('WITHDRAWN.md', 'a notice says the same to people and to machines')
    return { withdrawal: { day, reason }, findings: [] }
  } catch (error) {
    return broken('WITHDRAWN.json', error instanceof ShapeError ? error.message : 'a notice is JSON')
  }
}

function forPeople(release: string, day: string, reason: string): string {
  return [
    '# Withdrawn\n\n',
    `Release ${release} was withdrawn on ${day}. Do not use its figures.\n\n`,
    `Reason: ${reason}\n\n`,
    'The files are as they were published. What was published stays known.\n',
  ].join('')
}
