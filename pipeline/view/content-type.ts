import { extname } from 'node:path'

/** By the end of a name; Parquet, Arrow and XLSX as registered with IANA. */
const types: Readonly<Record<string, string>> = {
  '.arrow': 'application/vnd.apache.arrow.file',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json',
  '.jsonld': 'application/ld+json',
  '.md': 'text/markdown; charset=utf-8',
  '.minisig': 'text/plain; charset=utf-8',
  '.parquet': 'application/vnd.apache.parquet',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** Media type of a file of a release. */
export function contentType(path: string): string {
  if (path === 'SHA256SUMS') return 'text/plain; charset=utf-8'
  return types[extname(path)] ?? 'application/octet-stream'
}
