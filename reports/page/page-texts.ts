import type { PageTexts } from './browser/page-texts.ts'
import type { PageContext } from './page-context.ts'

/** What the script says, with places for the numbers. */
export function pageTexts({ say, signs }: Pick<PageContext, 'say' | 'signs'>): PageTexts {
  return {
    allCodes: say('allCodes'),
    allRows: say('allRows', { total: '{total}' }),
    noRows: say('noRows'),
    rowsShown: say('rowsShown', { from: '{from}', to: '{to}', matching: '{matching}', total: '{total}' }),
    signs,
  }
}
