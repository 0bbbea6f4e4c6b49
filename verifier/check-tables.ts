import { createHash } from 'node:crypto'
import type { Figures } from './figures.ts'
import type { FileEvidence } from './file-findings.ts'
import type { Finding } from './finding.ts'
import { minimumFindings } from './minimum.ts'
import { derivedFindings } from './ratios.ts'
import { readBytes } from './read-bytes.ts'
import { readFigures } from './read-figures.ts'
import type { Manifest } from './release.ts'
import { sharedCellFindings } from './shared-cells.ts'
import { checkSums } from './sums.ts'

export interface TablesCheck {
  readonly findings: readonly Finding[]
  /** Tables that could be read. */
  readonly tables: number
  readonly rows: number
  /** Hidden figures that follow from one sum and show nothing of few learners. */
  readonly computable: number
}

/** The least that a policy may promise. */
const floor = 5

/** Judges the figures of all tables whose file is the one that was listed; others are not opened. */
export async function checkTables(
  folder: string,
  { content, listed, hashes }: FileEvidence,
  manifest: Manifest,
): Promise<TablesCheck> {
  const findings: Finding[] = []
  const read: Figures[] = []
  const { limits } = manifest
  if (limits.minimumContributors < floor)
    findings.push({
      rule: 'minimum-low',
      where: 'manifest.json',
      clause: `figures rest on at least ${floor} learners, whatever the policy`,
    })
  for (const table of manifest.tables) {
    const path = `tables/${table.id}.csv`
    const bytes = await readBytes(folder, content, path)
    const stated = manifest.files.find((file) => file.path === path)?.sha256
    // What is wrong with other files was said of them as files.
    if (stated === undefined || stated !== listed?.get(path) || stated !== hashes.get(path)) continue
    if (bytes === null || createHash('sha256').update(bytes).digest('hex') !== stated) {
      findings.push({ rule: 'unreadable', where: path, clause: 'a table can be read, and stays what it is' })
      continue
    }
    const figures = attempt(() => readFigures(bytes, table, manifest))
    if ('clause' in figures) findings.push({ rule: 'table', where: table.id, clause: figures.clause })
    else read.push(figures)
  }
  const sums = read.map((figures) => checkSums(figures, limits))
  return {
    // As many as there are rows: more than a call takes arguments.
    findings: [
      ...findings,
      ...read.flatMap((one) => [...minimumFindings(one, limits), ...derivedFindings(one, limits)]),
      ...sums.flatMap((one) => one.findings),
      ...(limits.rounding === null ? sharedCellFindings(read) : []),
    ],
    tables: read.length,
    rows: read.reduce((all, { grid }) => all + grid.size, 0),
    computable: sums.reduce((all, one) => all + one.computable, 0),
  }
}

/** Text that is made to exhaust its reader is a fault of the text. */
function attempt<T>(read: () => T): T | { readonly clause: string } {
  try {
    return read()
  } catch {
    return { clause: 'a table can be read' }
  }
}
