/** Errors of the system that may be gone a minute later. */
const codes: ReadonlySet<unknown> = new Set([
  ...['EAGAIN', 'EBUSY', 'EIO', 'EINTR', 'EMFILE', 'ENFILE', 'ESTALE', 'ETIMEDOUT', 'ETXTBSY'],
])
/** The same as DuckDB tells them. */
const messages =
  /Input\/output error|Resource temporarily unavailable|Device or resource busy|Could not set lock|Stale (NFS )?file handle|Interrupted system call|Connection timed out|Too many open files/i

/** Whether an error, or what caused it, is likely to pass. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof SourcesChanged) return true
  if ('code' in error && codes.has(error.code)) return true
  return messages.test(error.message) || isTransient(error.cause)
}

/** Sources changed while they were read: what was read may mix two states. */
export class SourcesChanged extends Error {}
