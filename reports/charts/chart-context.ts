import type { ReportLanguage } from '../../schemas/report-language.ts'
import type { Say } from '../messages/message.ts'
import type { ReleaseCharts } from './release-charts.ts'

/** In which words a chart is drawn, and what the project says about it. */
export interface ChartContext {
  readonly language: ReportLanguage
  readonly say: Say
  /** Least number of learners that a percentage is shown of. */
  readonly percentageBase: number
  /** Without it kinds follow from the tables' shapes, and nothing has a map. */
  readonly charts?: ReleaseCharts
}
