import type { PublishedTable } from '../../schemas/cell.ts'
import type { ReportLanguage } from '../../schemas/report-language.ts'
import type { Say } from '../messages/message.ts'

/** What a chart is drawn for. */
interface ChartContext {
  readonly language: ReportLanguage
  readonly say: Say
  readonly percentageBase: number
}

interface Chart {
  readonly kind: string
  /** A complete `<svg>` without scripts, styles and style attributes. */
  readonly svg: string
  readonly sentence: string
}

/** The chart that fits a table; null where none does. */
export function chartFor(_table: PublishedTable, _context: ChartContext): Chart | null {
  return null
}
