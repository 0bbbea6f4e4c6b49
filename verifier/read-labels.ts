import { readFields, readText } from './read-json.ts'

/** Names are not judged here, but there is no place for anything else among them. */
export function readLabels(value: unknown, path: string): void {
  const labels = readFields(value, path, ['en', 'uz?', 'ru?'])
  for (const [language, text] of labels) readText(text, `${path}.${language}`)
}
