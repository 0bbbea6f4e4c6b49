import type { ReleaseFormat } from '../../schemas/release-format.ts'
import { sdmxCsv } from '../sdmx/sdmx-csv.ts'
import { sdmxStructure } from '../sdmx/sdmx-structure.ts'
import { attempt } from '../structure/attempt.ts'
import { type FileEvidence, isIntact } from '../structure/file-findings.ts'
import { inFile, type StructuralFinding } from '../structure/finding.ts'
import { workbookFaults } from '../workbook/read-workbook.ts'
import { writeWorkbooks } from '../workbook/write-workbook.ts'
import { arrowFaults, writeArrow } from './arrow.ts'
import { csvMetadata } from './csv-metadata.ts'
import { datapackage } from './datapackage.ts'
import { dcat } from './dcat.ts'
import { arrowPath, workbookPath } from './format-paths.ts'
import type { ReleaseContent } from './release-content.ts'
import { type Texts, textFaults, writeTexts } from './text-format.ts'

interface Format {
  /** @throws {Error} if a file exists or cannot be written in full */
  readonly write: (content: ReleaseContent, folder: string) => Promise<void>
  /** What its files say otherwise than the tables and the manifest; files whose hash is wrong are not opened. */
  readonly findings: (
    content: ReleaseContent,
    folder: string,
    evidence: FileEvidence,
  ) => Promise<readonly StructuralFinding[]>
}

const formats: Readonly<Record<ReleaseFormat, Format>> = {
  metadata: ofTexts(csvMetadata, datapackage, dcat),
  arrow: { write: writeArrow, findings: arrowFindings },
  sdmx: ofTexts(sdmxCsv, sdmxStructure),
  xlsx: { write: writeWorkbooks, findings: workbookFindings },
}

/** Writes the files of some formats beside those that every release has. */
export async function writeFormats(
  names: readonly ReleaseFormat[],
  content: ReleaseContent,
  folder: string,
): Promise<void> {
  for (const name of names) await formats[name].write(content, folder)
}

export async function formatFindings(
  names: readonly ReleaseFormat[],
  content: ReleaseContent,
  folder: string,
  evidence: FileEvidence,
): Promise<readonly StructuralFinding[]> {
  const findings: StructuralFinding[] = []
  for (const name of names) findings.push(...(await formats[name].findings(content, folder, evidence)))
  return findings
}

function ofTexts(...texts: readonly Texts[]): Format {
  const all = (content: ReleaseContent) => texts.flatMap((make) => make(content))
  return {
    write: (content, folder) => writeTexts(all(content), folder),
    findings: async (content, _folder, evidence) =>
      all(content).flatMap((text) =>
        isIntact(evidence, text.path)
          ? inFile(text.path, textFaults(text, evidence.hashes.get(text.path)))
          : [],
      ),
  }
}

async function arrowFindings(
  content: ReleaseContent,
  folder: string,
  evidence: FileEvidence,
): Promise<readonly StructuralFinding[]> {
  const findings: StructuralFinding[] = []
  for (const table of content.tables) {
    const file = arrowPath(table.shape.id)
    if (!isIntact(evidence, file)) continue
    const unreadable = { rule: 'unreadable', file, clause: 'a table can be read as Arrow' } as const
    const faults = await attempt(findings, unreadable, () => arrowFaults(table, content, folder))
    findings.push(...inFile(file, faults ?? []))
  }
  return findings
}

async function workbookFindings(
  content: ReleaseContent,
  folder: string,
  evidence: FileEvidence,
): Promise<readonly StructuralFinding[]> {
  const findings: StructuralFinding[] = []
  for (const language of content.facts.languages) {
    const file = workbookPath(language)
    if (!isIntact(evidence, file)) continue
    const unreadable = { rule: 'unreadable', file, clause: 'a workbook can be read as XLSX' } as const
    const faults = await attempt(findings, unreadable, () => workbookFaults(content, language, folder))
    findings.push(...inFile(file, faults ?? []))
  }
  return findings
}
