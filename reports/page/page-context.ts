import type { ReportLanguage } from '../../schemas/report-language.ts'
import type { ReleaseContent } from '../formats/release-content.ts'
import type { Say } from '../messages/message.ts'
import type { NumberSigns } from './browser/number-text.ts'

/** What every part of a page is made from. */
export interface PageContext {
  readonly content: ReleaseContent
  readonly language: ReportLanguage
  readonly say: Say
  readonly signs: NumberSigns
}

/** What a language puts between digits. */
export function numberSigns(language: ReportLanguage): NumberSigns {
  const parts = new Intl.NumberFormat(language).formatToParts(1_234_567.5)
  const sign = (type: string) => parts.find((part) => part.type === type)?.value ?? ''
  return { group: sign('group'), decimal: sign('decimal') }
}
