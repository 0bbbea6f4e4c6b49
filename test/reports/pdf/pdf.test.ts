import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pdfPath } from '../../../reports/formats/format-paths.ts'
import type { ReleaseContent } from '../../../reports/formats/release-content.ts'
import { writePages } from '../../../reports/page/write-pages.ts'
import { setDays } from '../../../reports/pdf/set-days.ts'
import { writePdfs } from '../../../reports/pdf/write-pdfs.ts'
import { reportFolder } from '../../../reports/release-files.ts'
import { facts, tables } from '../example-release.ts'
import { pdfText, printsPdf } from './poppler.ts'

const content: ReleaseContent = { facts: { ...facts, languages: ['en'] }, tables, files: new Map() }

describe.runIf(printsPdf)('a page on paper', { timeout: 120_000 }, () => {
  let folder = ''
  let first: Buffer = Buffer.alloc(0)

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kohort-pdf-'))
    await mkdir(join(folder, reportFolder))
    await writePages(content, folder)
    await writePdfs(content, folder)
    first = await readFile(join(folder, pdfPath('en')))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('says every figure and mark of every row, as another reader reads it', () => {
    const text = pdfText(join(folder, pdfPath('en')))
    const lines = text.split('\n').map((line) =>
      line
        .trim()
        .split(/\s{2,}/)
        .join(' | '),
    )
    for (const { shape, rows } of tables) {
      const decimals = [...shape.baseMeasures, ...shape.derivedMeasures].map((one) =>
        'decimals' in one ? one.decimals : 0,
      )
      for (const { coordinates, figures } of rows) {
        const labels = coordinates.map(
          (code, d) => shape.dimensions[d]!.codes.find((one) => one.code === code)!.labels['en']!,
        )
        const shown = figures.map(({ value, status }, m) =>
          value === null
            ? `[${status}]`
            : new Intl.NumberFormat('en', { minimumFractionDigits: decimals[m]! }).format(
                value / 10 ** decimals[m]!,
              ),
        )
        expect(lines).toContain([...labels, ...shown].join(' | '))
      }
    }
  })

  it('is tagged, has an outline, and knows no moment but the day of the release', () => {
    const info = execFileSync('pdfinfo', ['-isodates', join(folder, pdfPath('en'))], { encoding: 'utf8' })
    expect(info).toMatch(/^Tagged: +yes$/m)
    expect(info).toMatch(
      new RegExp(`^CreationDate: +${facts.asOf}T00:00:00Z?\\n?ModDate: +${facts.asOf}T00:00:00Z?$`, 'm'),
    )
    expect(info).toMatch(/^JavaScript: +no$/m)
    expect(first.toString('latin1')).toMatch(/\/Outlines \d+ 0 R/)
    const outline = execFileSync('pdfinfo', ['-struct', join(folder, pdfPath('en'))], { encoding: 'utf8' })
    expect(outline).toMatch(/\bTable\b/)
    expect(outline).toMatch(/\bTH\b/)
  })

  it('is the same when it is printed again', async () => {
    await rm(join(folder, pdfPath('en')))
    await writePdfs(content, folder)
    expect((await readFile(join(folder, pdfPath('en')))).equals(first)).toBe(true)
  })
})

it('a PDF that does not say when it was printed is not changed', () => {
  expect(() => setDays(Buffer.from('%PDF-1.4'), '2026-10-31')).toThrow('when it was created and changed')
})
