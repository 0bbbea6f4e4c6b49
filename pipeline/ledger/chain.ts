import { canonicalJson } from '../../reports/canonical-json.ts'
import { sha256Of } from '../../reports/checksums.ts'
import {
  genesis,
  type LedgerEntry,
  type LedgerHead,
  ledgerEntrySchema,
  ledgerFormat,
  ledgerHeadSchema,
} from '../../schemas/ledger.ts'
import { BrokenLedger } from './broken-ledger.ts'
import { entryName } from './ledger-folder.ts'

/** The entries, each held to the one before it. */
export interface Chain {
  readonly entries: readonly LedgerEntry[]
  /** SHA-256 of the last entry's bytes; `genesis` where there is none. */
  readonly last: string
  /** The head is one entry behind: a run was stopped between the two. */
  readonly headLags: boolean
}

/** The one text that an entry has. */
export function entryText(entry: LedgerEntry): string {
  return `${canonicalJson(entry)}\n`
}

export function headText(sequence: number, sha256: string): string {
  return `${canonicalJson({ format: ledgerFormat, sequence, sha256 })}\n`
}

/**
 * Holds every entry to its number, its form and the hash of the one before, and the last one to the head.
 *
 * @param files names and bytes of all files in the entries' folder
 * @param head bytes of the head; null where it is missing
 * @throws {BrokenLedger} at the first thing that is wrong
 */
export function linkChain(files: ReadonlyMap<string, Uint8Array>, head: Uint8Array | null): Chain {
  const entries: LedgerEntry[] = []
  let last = genesis
  let beforeLast = genesis
  for (let sequence = 1; sequence <= files.size; sequence++) {
    const name = entryName(sequence)
    const bytes = files.get(name)
    if (bytes === undefined)
      throw new BrokenLedger('its entries are numbered without a gap', missing(files, name))
    const entry = readEntry(bytes, name)
    if (entry.sequence !== sequence) throw new BrokenLedger('an entry has the number of its file', name)
    if (entry.previous !== last) throw new BrokenLedger('each entry names the hash of the one before', name)
    const before = entries.at(-1)
    if (before !== undefined && entry.at < before.at)
      throw new BrokenLedger('no entry is older than the one before', name)
    entries.push(entry)
    beforeLast = last
    last = sha256Of(bytes)
  }
  const { sequence, sha256 } = readHead(head, entries.length)
  const current = sequence === entries.length && sha256 === last
  const headLags = sequence === entries.length - 1 && sha256 === beforeLast
  if (!current && !headLags)
    throw new BrokenLedger('its head names the last entry and its hash', `${sequence} of ${entries.length}`)
  return { entries, last, headLags }
}

/** What a gap shows as: a file that is none of the entries, or else the entry that is not there. */
function missing(files: ReadonlyMap<string, Uint8Array>, name: string): string {
  return [...files.keys()].find((other) => !/^\d{6,}\.json$/.test(other)) ?? `no ${name}`
}

function readEntry(bytes: Uint8Array, name: string): LedgerEntry {
  const text = new TextDecoder().decode(bytes)
  const entry = parse(text, ledgerEntrySchema)
  if (entry === null || entryText(entry) !== text)
    throw new BrokenLedger('an entry has the one form that it was written in', name)
  return entry
}

function readHead(bytes: Uint8Array | null, entries: number): Pick<LedgerHead, 'sequence' | 'sha256'> {
  if (bytes === null) {
    if (entries === 0) return { sequence: 0, sha256: genesis }
    throw new BrokenLedger('it has a head', 'no head.json')
  }
  const text = new TextDecoder().decode(bytes)
  const head = parse(text, ledgerHeadSchema)
  if (head === null || headText(head.sequence, head.sha256) !== text)
    throw new BrokenLedger('its head has the one form that it was written in', 'head.json')
  return head
}

function parse<T>(
  text: string,
  schema: { safeParse(value: unknown): { success: true; data: T } | { success: false } },
): T | null {
  try {
    const parsed = schema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
