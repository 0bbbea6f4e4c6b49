import type { PageTexts } from './browser/page-texts.ts'
import type { PageContext } from './page-context.ts'

/** What the script says, with places for the numbers. */
export function pageTexts({ say, signs }: Pick<PageContext, 'say' | 'signs'>): PageTexts {
  const shown = { from: '{from}', to: '{to}', matching: '{matching}', total: '{total}' }
  return {
    allCodes: say('allCodes'),
    allRows: say('allRows', { total: '{total}' }),
    noRows: say('noRows'),
    noRowsCarried: say('noRowsCarried', { carried: '{carried}', total: '{total}' }),
    rowsShown: say('rowsShown', shown),
    rowsShownCarried: say('rowsShownCarried', { ...shown, carried: '{carried}' }),
    signs,
  }
}
