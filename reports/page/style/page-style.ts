import { colours } from './colours.ts'
import { layout } from './layout.ts'
import { media } from './media.ts'
import { tables } from './tables.ts'

/** The one style of the page. */
export const pageStyle = [colours, layout, tables, media].join('').replaceAll('\n', '')
