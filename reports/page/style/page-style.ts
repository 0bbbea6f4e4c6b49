import { chartStyle } from '../../charts/chart-style.ts'
import { colours } from './colours.ts'
import { layout } from './layout.ts'
import { media } from './media.ts'
import { tables } from './tables.ts'

/** The one style of the page. */
export const pageStyle = [colours, layout, tables, chartStyle, media].join('').replaceAll('\n', '')
