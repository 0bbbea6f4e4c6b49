/** The name of an element of a tagged PDF, as Chromium writes it: a number that depends on what the browser did before. */
const named = /\(node(\d{8})\)/g

/** Numbers the elements of a PDF from 1 in the order that they have: the same page gives the same names. Lengths stay. */
export function numberNodes(pdf: Buffer): Buffer {
  // Latin-1 keeps every byte.
  const text = pdf.toString('latin1')
  const numbers = [...new Set([...text.matchAll(named)].map(([, number]) => number!))].toSorted()
  const rank = new Map(numbers.map((number, at) => [number, String(at + 1).padStart(8, '0')]))
  return Buffer.from(
    text.replaceAll(named, (_, number: string) => `(node${rank.get(number)})`),
    'latin1',
  )
}
