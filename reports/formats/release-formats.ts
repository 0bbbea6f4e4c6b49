import type { ReleaseFormat } from '../../schemas/release-format.ts'
import { pageFaults } from '../page/page-faults.ts'
import { writePages } from '../page/write-pages.ts'
import { writePdfs } from '../pdf/write-pdfs.ts'
import { sdmxCsv } from '../sdmx/sdmx-csv.ts'
import { sdmxStructure } from '../sdmx/sdmx-structure.ts'
import { attempt } from '../structure/attempt.ts'
import { type FileEvidence, isIntact } from '../structure/file-findings.ts'
import { type Fault, inFile, type StructuralFinding } from '../structure/finding.ts'
import { workbookFaults } from '../workbook/read-workbook.ts'
import { writeWorkbooks } from '../workbook/write-workbook.ts'
import { arrowFaults, writeArrow } from './arrow.ts'
import { csvMetadata } from './csv-metadata.ts'
import { datapackage } from './datapackage.ts'
import { dcat } from './dcat.ts'
import { arrowPath, pagePath, workbookPath } from './format-paths.ts'
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
  arrow: {
    write: writeArrow,
    findings: (content, folder, evidence) => {
      const files = content.tables.map((table) => ({
        file: arrowPath(table.shape.id),
        faults: () => arrowFaults(table, content, folder),
      }))
      return readBack('Arrow', files, evidence)
    },
  },
  sdmx: ofTexts(sdmxCsv, sdmxStructure),
  page: {
    write: writePages,
    findings: (content, folder, evidence) => {
      const { languages } = content.facts
      const files = languages.map((language) => ({
        file: pagePath(language, languages),
        faults: () => pageFaults(content, language, folder),
      }))
      return readBack('HTML', files, evidence)
    },
  },
  // Of its content the hash alone tells: it is what a browser made of the page.
  pdf: { write: writePdfs, findings: async () => [] },
  xlsx: {
    write: writeWorkbooks,
    findings: (content, folder, evidence) => {
      const files = content.facts.languages.map((language) => ({
        file: workbookPath(language),
        faults: () => workbookFaults(content, language, folder),
      }))
      return readBack('XLSX', files, evidence)
    },
  },
}

/**
 * Writes the files of some formats beside those that every release has.
 *
 * @param files those that every release has, which may be still to be written: only metadata tells of them
 */
export async function writeFormats(
  names: readonly ReleaseFormat[],
  content: Omit<ReleaseContent, 'files'>,
  files: Promise<ReleaseContent['files']>,
  folder: string,
): Promise<void> {
  const others = names.filter((name) => name !== 'metadata')
  for (const name of others) await formats[name].write({ ...content, files: new Map() }, folder)
  const whole = { ...content, files: await files }
  if (others.length < names.length) await formats.metadata.write(whole, folder)
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
          ? inFile(
              text.path,
              textFaults(text, evidence.hashes.get(text.path), evidence.manifest?.text_version),
            )
          : [],
      ),
  }
}

/** Holds files that no hash can tell the content of to the tables, one by one. */
async function readBack(
  kind: string,
  files: readonly { readonly file: string; readonly faults: () => Promise<readonly Fault[]> }[],
  evidence: FileEvidence,
): Promise<readonly StructuralFinding[]> {
  const findings: StructuralFinding[] = []
  for (const { file, faults } of files) {
    if (!isIntact(evidence, file)) continue
    const unreadable = { rule: 'unreadable', file, clause: `a file can be read as ${kind}` } as const
    findings.push(...inFile(file, (await attempt(findings, unreadable, faults)) ?? []))
  }
  return findings
}
