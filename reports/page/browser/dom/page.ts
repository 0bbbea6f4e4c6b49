import { fragmentOf, type PageState, parseFragment, untouched } from '../fragment.ts'
import type { PageTable } from '../page-table.ts'
import type { PageTexts } from '../page-texts.ts'
import { elementIn, jsonText } from './page-elements.ts'
import { TableView } from './table-view.ts'

let state: PageState = { at: null, tables: new Map() }
const views = new Map<string, TableView>()

function start(): void {
  const texts: PageTexts = JSON.parse(jsonText('page-texts'))
  for (const section of document.querySelectorAll<HTMLElement>('section[data-table]')) {
    const table: PageTable = JSON.parse(jsonText(`data-${section.dataset['table']}`))
    const view = new TableView(section, table, texts, (id, changed) => {
      state = { at: null, tables: new Map([...state.tables, [id, changed]]) }
      history.pushState(null, '', `#${fragmentOf(state)}`)
      keepInLinks()
    })
    views.set(table.id, view)
  }
  // Where there is room beside the tables, their list is in nobody's way.
  if (window.matchMedia('(min-width: 66rem)').matches)
    elementIn(document, HTMLDetailsElement, 'details').open = true
  document.addEventListener('click', followLink)
  for (const event of ['popstate', 'hashchange']) window.addEventListener(event, readAddress)
  window.addEventListener('beforeprint', () => print(true))
  window.addEventListener('afterprint', () => print(false))
  window.matchMedia('print').addEventListener('change', ({ matches }) => print(matches))
  readAddress()
}

/** Shows what the address says, which a reader got by a link or went back to. */
function readAddress(): void {
  const read = parseFragment(location.hash)
  if (fragmentOf(read) === fragmentOf(state)) return
  state = read
  for (const [id, view] of views) view.show(state.tables.get(id) ?? untouched)
  keepInLinks()
  const [first] = state.tables.keys()
  goTo(state.at ?? (first === undefined ? null : `table-${first}`))
}

/** A link within the page keeps what the reader has done to its tables. */
function followLink(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest('a') : null
  const id = link?.getAttribute('href')?.replace(/^#/, '')
  if (link?.hash !== `#${id}` || link.pathname !== location.pathname) return
  if (fragmentOf({ ...state, at: null }) === '') return
  event.preventDefault()
  state = { ...state, at: id ?? null }
  history.pushState(null, '', `#${fragmentOf(state)}`)
  keepInLinks()
  goTo(state.at)
}

function goTo(id: string | null): void {
  const element = id === null ? null : document.getElementById(id)
  element?.scrollIntoView()
  element?.focus({ preventScroll: true })
}

/** The same page in another language shows the same. */
function keepInLinks(): void {
  const fragment = fragmentOf({ ...state, at: null })
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[hreflang]')) {
    const [path] = (link.getAttribute('href') ?? '').split('#')
    link.setAttribute('href', fragment === '' ? path! : `${path}#${fragment}`)
  }
}

function print(begins: boolean): void {
  for (const view of views.values()) {
    if (begins) view.showAll()
    else view.showPage()
  }
}

start()
