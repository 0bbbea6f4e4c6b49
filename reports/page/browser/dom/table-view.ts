import { type TableState, untouched } from '../fragment.ts'
import { type PageTable, rowCount } from '../page-table.ts'
import { type PageTexts, shownText } from '../page-texts.ts'
import { pageOf, selectRows } from '../select-rows.ts'
import { tableCsv } from '../table-csv.ts'
import { offerFile } from './offer-file.ts'
import { create, elementIn } from './page-elements.ts'
import { rowElement } from './row-element.ts'
import { plainHeadings, showSort, sortButtons } from './sort-buttons.ts'

/** A table of the page, and the controls around it. */
export class TableView {
  readonly #section: Element
  readonly #table: PageTable
  readonly #texts: PageTexts
  readonly #change: (state: TableState) => void
  readonly #body: HTMLTableSectionElement
  readonly #selects: readonly HTMLSelectElement[]
  #state = untouched

  constructor(
    section: Element,
    table: PageTable,
    texts: PageTexts,
    change: (id: string, state: TableState) => void,
  ) {
    this.#section = section
    this.#table = table
    this.#texts = texts
    this.#change = (state) => {
      this.show(state)
      change(table.id, state)
    }
    this.#body = elementIn(section, HTMLTableSectionElement, 'tbody')
    this.#selects = [...section.querySelectorAll('select')]
    this.#prepare()
  }

  /** Shows what a reader asked for. */
  show(state: TableState): void {
    if (state === this.#state) return
    this.#state = state
    this.#render(false)
  }

  /** For paper, which has no next page to choose: all rows that match. */
  showAll(): void {
    plainHeadings(this.#section)
    this.#render(true)
  }

  showPage(): void {
    this.#offerSorting()
    this.#render(false)
  }

  #prepare(): void {
    for (const select of this.#selects) {
      const name = select.dataset['filter'] ?? ''
      const dimension = this.#table.dimensions.find((one) => one.name === name)
      select.append(create('option', { value: '*' }, this.#texts.allCodes))
      dimension?.codes.forEach((code, c) => {
        const indent = '\u2003'.repeat(Math.max(0, dimension.levels[c]! - 1))
        select.append(create('option', { value: `=${code}` }, indent + dimension.labels[c]!))
      })
      select.addEventListener('change', () => this.#filter(name, select.value))
    }
    this.#offerSorting()
    const button = (act: string, work: () => void) =>
      elementIn(this.#section, HTMLButtonElement, `[data-act=${act}]`).addEventListener('click', work)
    button('reset', () => this.#change(untouched))
    button('previous', () => this.#turn(-1))
    button('next', () => this.#turn(1))
    button('download', () =>
      offerFile(`${this.#table.id}-${this.#table.period}.csv`, tableCsv(this.#table, this.#state)),
    )
    for (const hidden of this.#section.querySelectorAll('[data-script]')) hidden.removeAttribute('hidden')
    for (const shown of this.#section.querySelectorAll('[data-no-script]')) shown.remove()
    this.#showPager(pageOf(selectRows(this.#table, this.#state), 1))
  }

  #offerSorting(): void {
    sortButtons(this.#section, (column, isNumber) => this.#sort(column, isNumber))
  }

  #filter(name: string, chosen: string): void {
    const { [name]: _former, ...others } = this.#state.filters
    const filters = chosen.startsWith('=') ? { ...others, [name]: chosen.slice(1) } : others
    this.#change({ ...this.#state, filters, page: 1 })
  }

  /** Numbers first from the largest down, others first as their code list has them; then the other way; then not at all. */
  #sort(column: string, isNumber: boolean): void {
    const [first, second] = isNumber ? (['desc', 'asc'] as const) : (['asc', 'desc'] as const)
    const { sort } = this.#state
    const now = sort?.column === column ? sort.direction : null
    const next = now === null ? first : now === first ? second : null
    this.#change({
      ...this.#state,
      sort: next === null ? null : { column, direction: next },
      page: 1,
    })
  }

  #turn(by: number): void {
    const { number } = pageOf(selectRows(this.#table, this.#state), this.#state.page)
    this.#change({ ...this.#state, page: Math.max(1, number + by) })
    elementIn(this.#section, HTMLElement, '.scroll').scrollIntoView({ block: 'nearest' })
  }

  #render(all: boolean): void {
    const rows = selectRows(this.#table, this.#state)
    const page = pageOf(rows, this.#state.page)
    const shown = all ? rows : page.rows
    this.#body.replaceChildren(...shown.map((row) => rowElement(this.#table, row, this.#texts.signs)))
    for (const select of this.#selects) {
      const code = this.#state.filters[select.dataset['filter'] ?? '']
      select.value = code === undefined ? '*' : `=${code}`
      if (select.selectedIndex < 0) select.value = '*'
    }
    showSort(this.#section, this.#state.sort)
    this.#say(all ? 0 : page.from, shown.length, rows.length)
    this.#showPager(page)
  }

  #say(from: number, rows: number, matching: number): void {
    const carried = rowCount(this.#table)
    const shown = { from, rows, matching, carried, total: this.#table.total }
    elementIn(this.#section, HTMLElement, '.shown').textContent = shownText(this.#texts, shown)
  }

  #showPager({ number, pages }: ReturnType<typeof pageOf>): void {
    const pager = elementIn(this.#section, HTMLElement, '.pager')
    pager.hidden = pages === 1
    elementIn(pager, HTMLElement, '.page-number').textContent = `${number} / ${pages}`
    elementIn(pager, HTMLButtonElement, '[data-act=previous]').disabled = number === 1
    elementIn(pager, HTMLButtonElement, '[data-act=next]').disabled = number === pages
  }
}
