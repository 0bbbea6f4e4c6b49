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
  { content, listed }: FileEvidence,
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
    if (bytes === null) continue
    const hash = createHash('sha256').update(bytes).digest('hex')
    const declared = manifest.files.find((file) => file.path === path)
    if (hash !== declared?.sha256 || hash !== listed?.get(path)) continue
    const figures = readFigures(bytes, table, manifest)
    if ('clause' in figures) findings.push({ rule: 'table', where: table.id, clause: figures.clause })
    else read.push(figures)
  }
  const sums = read.map((figures) => checkSums(figures, limits))
  for (const figures of read)
    findings.push(...minimumFindings(figures, limits), ...derivedFindings(figures, limits))
  findings.push(
    ...sums.flatMap((one) => one.findings),
    ...(limits.rounding === null ? sharedCellFindings(read) : []),
  )
  return {
    findings,
    tables: read.length,
    rows: read.reduce((all, { grid }) => all + grid.size, 0),
    computable: sums.reduce((all, one) => all + one.computable, 0),
  }
}
