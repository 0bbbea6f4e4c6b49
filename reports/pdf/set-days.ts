/** A day as PDF writes it: ISO 32000-1, 7.9.4. */
const written = /\/(CreationDate|ModDate) \(D:\d{14}\+00'00'\)/g

/**
 * Puts a day into a PDF in place of the moment at which it was printed. The length stays, as the file's table of places needs.
 *
 * @param day `YYYY-MM-DD`
 * @throws {Error} if it does not say twice when it was printed
 */
export function setDays(pdf: Buffer, day: string): Buffer {
  // Latin-1 keeps every byte.
  const text = pdf.toString('latin1')
  if (text.match(written)?.length !== 2) throw new Error('a PDF says when it was created and changed')
  return Buffer.from(
    text.replaceAll(written, (_, key: string) => `/${key} (D:${day.replaceAll('-', '')}000000+00'00')`),
    'latin1',
  )
}
