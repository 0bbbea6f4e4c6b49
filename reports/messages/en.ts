import { pageEn } from './page/en.ts'

/** Texts of reports, in the syntax of ICU messages. Every other language has the same keys, or nothing compiles. */
export const en = {
  ...pageEn,
  asOf: 'As of',
  category: 'Code',
  chartAbsent:
    '{figures, plural, one {# figure does not exist or is not known} other {# figures do not exist or are not known}} ({marks}).',
  chartAllOf: 'taken together over {dimensions}',
  chartBars: 'Bars: {measure} by {rows}',
  chartCoarser: 'the table has finer categories',
  chartEarlier:
    '{figures, plural, one {# figure is} other {# figures are}} of an earlier day; point at a mark, or see the table, for the day.',
  chartHatched: '{mark} withheld',
  chartHeat: 'Heat map: {measure} by {rows} and {columns}',
  chartLeftOut: 'Not in the chart, but in the table: {labels}.',
  chartLine: 'Course in time: {measure} by {rows}',
  chartLines: 'Course in time: {measure} by {rows}, a line for each category of {columns}',
  chartMap: 'Map: {measure} by {rows}',
  chartNoneWithheld: 'no figure of the chart is withheld',
  chartNotOnMap: 'Not on the map: {labels}.',
  chartNotStated: '“{label}” is a category like the others',
  chartOfBase: 'in per cent of “{denominator}” ({figure}), shown where there are at least {base} learners',
  chartOfScore: 'in per cent of what can be reached',
  chartPanels:
    'Small charts, all on one scale and in the order of the code list: {measure} by {rows}, one for each category of {columns}',
  chartPyramid: 'Population pyramid: {measure} by {rows} and {columns}',
  chartTotal: 'total: {total}',
  chartTotalHidden: 'total: {mark}',
  chartWithheld:
    '{withheld, plural, one {# of {cells, number} figures is} other {# of {cells, number} figures are}} withheld (hatched, {mark})',
  chartWithoutFigure: 'On the map, but not in the table: {labels}.',
  cite: 'How to cite',
  citation: '{title}. {period}, version {version}. Figures as of {asOf}.',
  contents: 'Contents',
  contentsIntro:
    'This workbook has {tables, plural, one {one table} other {# tables}}, each on a sheet of its own.',
  continued: '{title} (part {part} of {parts})',
  cover: 'Cover',
  definition: 'Definition',
  definitionEvents: 'How many times something was done in the period, whoever did it.',
  definitionLearners: 'Different learners, each counted once, however often.',
  definitionMean: 'Arithmetic mean of the latest results of learners, in per cent of what can be reached.',
  definitionMedian: 'Median of the latest results of learners, as the lower end of a band of ten points.',
  definitionRatio:
    '{numerator} divided by {denominator}, in whole per cent; shown where the divisor is at least {base}.',
  definitionStock: 'Learners at the end of the day shown beside the figure.',
  definitionSum: 'Whole minutes, each learner up to a limit that the policy states.',
  isWithheld: 'Some cells say {mark}: the figure is withheld to protect learners. It is not zero.',
  measure: 'Measure',
  minimum:
    'Every figure rests on at least {learners} learners. Figures that rest on fewer, and others from which those could be computed, are withheld.',
  minutes: 'minutes',
  noneWithheld: 'No figure of this table is withheld.',
  notes: 'Notes',
  period: 'Period',
  policy: 'Privacy policy that learners were told',
  policyVersion: '{title}, version {version}',
  protectedHow: 'How learners are protected',
  sheet: 'Sheet',
  table: 'Table',
  tableOnSheet: 'This sheet has one table.',
  tableSheet: 'Table {number}',
  unchanged:
    'Rows may be of an earlier day, shown beside them: a change that few learners made is not shown.',
  values: 'Marks',
  valueNotApplicable: 'The figure does not exist.',
  valueNotAvailable: 'The figure is not known.',
  valueWithheld: 'The figure is withheld to protect learners.',
  verify: 'How to check',
  verifyHow:
    'The file {checksums} has the hash of every file of this release, and {signature} the signature of its publisher.',
  version: 'Version',
  withheldCells:
    '{withheld, plural, one {# of {cells, number} figures is} other {# of {cells, number} figures are}} withheld.',
} as const

export type MessageKey = keyof typeof en
export type Catalogue = Readonly<Record<MessageKey, string>>
