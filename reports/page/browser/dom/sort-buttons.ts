import type { TableState } from '../fragment.ts'
import { create } from './page-elements.ts'

/** Makes a button of each column's heading that is none. */
export function sortButtons(section: Element, sort: (column: string, isNumber: boolean) => void): void {
  for (const heading of headings(section)) {
    if (heading.querySelector('button') !== null) continue
    const button = create('button', { type: 'button', class: 'sort' })
    button.append(...heading.childNodes)
    button.addEventListener('click', () => sort(columnOf(heading), heading.dataset['kind'] === 'measure'))
    heading.replaceChildren(button)
  }
}

/** Makes text of the buttons again: browsers repeat the headings of a table on each sheet of paper, and no buttons in them. */
export function plainHeadings(section: Element): void {
  for (const button of section.querySelectorAll('thead th button')) button.replaceWith(...button.childNodes)
}

/** Says which column the rows are sorted by. */
export function showSort(section: Element, sort: TableState['sort']): void {
  for (const heading of headings(section)) {
    if (columnOf(heading) !== sort?.column) heading.removeAttribute('aria-sort')
    else heading.setAttribute('aria-sort', sort.direction === 'asc' ? 'ascending' : 'descending')
  }
}

function headings(section: Element): NodeListOf<HTMLElement> {
  return section.querySelectorAll('thead th')
}

function columnOf(heading: HTMLElement): string {
  return heading.dataset['column'] ?? ''
}
