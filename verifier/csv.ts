/**
 * Reads CSV in the one form that releases have it in: UTF-8 without a byte order mark, LF, fields quoted only where they must be
 * (RFC 4180), as many in each row.
 *
 * @returns rows of fields, the header first; or the clause that the text breaks
 */
export function readCsv(
  bytes: Buffer,
): { readonly rows: readonly (readonly string[])[] } | { readonly clause: string } {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return { clause: 'a CSV file is UTF-8' }
  }
  if (text.startsWith('\uFEFF')) return { clause: 'a CSV file begins without a byte order mark' }
  const rows = fieldsOf(text)
  if (rows === null || rows.map(lineOf).join('') !== text)
    return { clause: 'a CSV file has lines that end with LF, and quotes only where they must be' }
  const width = rows[0]?.length ?? 0
  if (rows.some((row) => row.length !== width))
    return { clause: 'a CSV file has as many fields in each line' }
  return { rows }
}

function fieldsOf(text: string): string[][] | null {
  const rows: string[][] = []
  let row: string[] = []
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\n)/y
  while (field.lastIndex < text.length) {
    const match = field.exec(text)
    if (match === null) return null
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '')
    if (match[3] !== '\n') continue
    rows.push(row)
    row = []
  }
  return row.length === 0 ? rows : null
}

function lineOf(row: readonly string[]): string {
  return `${row.map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',')}\n`
}
