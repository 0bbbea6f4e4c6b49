import { releasePaths } from '../formats/format-paths.ts'
import type { Say } from '../messages/message.ts'
import { checksumsPath, manifestPath } from '../release-files.ts'
import { plainTable } from './definitions-html.ts'
import { escapeHtml } from './html.ts'
import type { PageContext } from './page-context.ts'

/** All files of the release; their hashes are in SHA256SUMS, which no file of the release can hold. */
export function fileSection({ content, say }: PageContext): string {
  const { formats, languages } = content.facts
  const tables = content.tables.map(({ shape }) => shape.id)
  const paths = [manifestPath, checksumsPath, ...releasePaths({ tables, formats, languages })]
  const rows = paths.map(
    (path) =>
      `<tr><th scope="row"><a href="../${path}">${escapeHtml(path)}</a></th><td>${escapeHtml(kindOf(path, say))}</td></tr>`,
  )
  return `<section id="files" tabindex="-1">
<h2>${escapeHtml(say('files'))}</h2>
${plainTable([say('file'), say('definition')], rows)}
</section>`
}

function kindOf(path: string, say: Say): string {
  if (path === manifestPath) return say('fileManifest')
  if (path === checksumsPath) return say('fileSums')
  if (path.endsWith('.duckdb')) return say('fileDatabase', { program: 'DuckDB' })
  if (path.endsWith('.parquet')) return say('fileParquet', { program: 'Parquet' })
  if (path.endsWith('.arrow')) return say('fileArrow', { program: 'Apache Arrow' })
  if (path.endsWith('.sdmx.csv')) return say('fileSdmx')
  if (path.endsWith('.xlsx')) return say('fileWorkbook')
  if (path.endsWith('.html')) return say('filePage')
  return path.endsWith('.csv') && !path.endsWith('.meta.csv') ? say('fileCsv') : say('fileDescription')
}
