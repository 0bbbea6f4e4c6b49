import type { PublishedTable } from '../../schemas/cell.ts'
import { element, escaped, rounded } from './svg.ts'

/** Width of every chart, in units that are about a pixel on a phone. */
export const chartWidth = 360
/** Size of all text but numbers in narrow cells. */
export const fontSize = 11.5
export const smallSize = 10

/** What a chart consists of, from the top left corner. */
export interface Drawing {
  readonly height: number
  readonly body: string
}

/** Fill of what is withheld: a pattern of the chart's own, since ids are one page's. */
export function hatchOf(table: string): string {
  return `url(#${hatchId(table)})`
}

const hatchId = (table: string) => `kc-${table}-hatch`

/**
 * A drawing as a whole element that a page may hold under a policy without inline styles: classes say what things are,
 * the page's style sheet how they look.
 */
export function framed(
  { shape }: PublishedTable,
  { height, body }: Drawing,
  kind: string,
  title: string,
  sentence: string,
  language: string,
): string {
  const id = `kc-${shape.id}`
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: `kc-chart kc-kind-${kind}`,
      viewBox: `0 0 ${chartWidth} ${rounded(height)}`,
      width: '100%',
      role: 'img',
      lang: language,
      direction: 'ltr',
      'aria-labelledby': `${id}-title ${id}-desc`,
      'font-size': fontSize,
      'font-family': 'system-ui, sans-serif',
    },
    element('title', { id: `${id}-title` }, escaped(title)),
    element('desc', { id: `${id}-desc` }, escaped(sentence)),
    element('defs', {}, hatchPattern(shape.id)),
    body,
  )
}

function hatchPattern(table: string): string {
  return element(
    'pattern',
    {
      id: hatchId(table),
      width: 6,
      height: 6,
      patternUnits: 'userSpaceOnUse',
      patternTransform: 'rotate(45)',
    },
    element('rect', { class: 'kc-hatch-ground', width: 6, height: 6 }),
    element('rect', { class: 'kc-hatch-line', width: 2, height: 6 }),
  )
}
