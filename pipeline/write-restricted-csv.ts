import { rename, rm, writeFile } from 'node:fs/promises'

/** Writes a CSV file at once or not at all, for its owner only. */
export async function writeRestrictedCsv(
  file: string,
  records: readonly (readonly string[])[],
): Promise<void> {
  const text = records.map((fields) => `${fields.map(quoted).join(',')}\n`).join('')
  const staged = `${file}.partial`
  try {
    await writeFile(staged, text, { mode: 0o600 })
    await rename(staged, file)
  } catch (error) {
    await rm(staged, { force: true })
    throw error
  }
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field
}
