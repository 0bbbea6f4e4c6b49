import { parseHTML } from 'linkedom'

/** What a chart says of each of its figures: labels, and the figure as text; each once, however often it is drawn. */
export function readMarks(svg: string): ReadonlyMap<string, string> {
  const titles = [...rootOf(svg).querySelectorAll('.kc-mark > title')].map(
    ({ textContent }) => textContent ?? '',
  )
  return new Map(
    titles.map((title) => {
      const at = title.lastIndexOf(': ')
      return [title.slice(0, at), title.slice(at + 2).replaceAll(/[\s,]/g, '')]
    }),
  )
}

/** The chart as an independent reader sees it. */
export function rootOf(svg: string) {
  const { document } = parseHTML(`<!doctype html><body>${svg}</body>`)
  const root = document.querySelector('svg')
  if (root === null) throw new Error('a chart must be an svg element')
  return root
}
