import { isolated } from './fit-text.ts'

export type Attributes = Readonly<Record<string, string | number>>

/** An element as text. Numbers are rounded to hundredths, so that they read alike on any machine. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${typeof value === 'number' ? rounded(value) : escaped(value)}"`,
  )
  return children.length === 0
    ? `<${name}${written.join('')}/>`
    : `<${name}${written.join('')}>${children.join('')}</${name}>`
}

/** Several things in one group, with what a reader is told who points at it. */
export function mark(className: string, told: string, ...children: readonly string[]): string {
  return element('g', { class: className }, element('title', {}, escaped(told)), ...children)
}

export function textAt(x: number, y: number, text: string, attributes: Attributes = {}): string {
  return element('text', { x, y, ...attributes }, escaped(isolated(text)))
}

export function rounded(value: number): string {
  return String(Math.round(value * 100) / 100 + 0)
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

/** Text that means itself in an element or a quoted attribute. Characters that XML cannot hold are left out. */
export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? '').replace(/\p{Cc}|\p{Cs}/gu, ' ')
}
