import type { Say } from '../messages/message.ts'
import type { PageTexts } from './browser/page-texts.ts'
import type { PageContext } from './page-context.ts'

/** Which rows are shown, with places for the numbers. */
export function rowsShown(say: Say): string {
  return say('rowsShown', { from: '{from}', to: '{to}', matching: '{matching}', total: '{total}' })
}

/** What the script says. */
export function pageTexts({ say, signs }: PageContext): PageTexts {
  return { allCodes: say('allCodes'), noRows: say('noRows'), rowsShown: rowsShown(say), signs }
}
