import type { Labels } from '../../schemas/labels.ts'
import { notStated } from '../charts/code-list.ts'
import { isWithheldWord, type WordingRule, wordingFaults } from '../wording/wording-faults.ts'
import { type ScreenCheck, type Screened, unlessAny } from './screen-check.ts'

const languages = ['uz', 'ru', 'en'] as const

type ManifestTable = Screened['manifest']['tables'][number]

/** Titles that say what the figures of a table are, each with where it stands. */
function titlesOf({ id, title, dimensions, base_measures }: ManifestTable) {
  return [
    { where: id, labels: title },
    ...[...dimensions, ...base_measures].map((one) => ({ where: `${id}.${one.name}`, labels: one.title })),
  ]
}

/** Unread tables may well have something withheld. */
function hasWithheld({ tables }: Screened, id: string): boolean {
  const table = tables.find(({ shape }) => shape.id === id)
  return table?.rows.some(({ figures }) => figures.some(({ status }) => status === 'c')) ?? true
}

/** Titles that break a rule, with the words that do. */
function breaking(screened: Screened, rule: WordingRule): readonly string[] {
  return screened.manifest.tables.flatMap((table) =>
    titlesOf(table).flatMap(({ where, labels }) =>
      languages.flatMap((language) =>
        wordingFaults(labels[language] ?? '', {
          language,
          hasWithheld: hasWithheld(screened, table.id),
          base: null,
        })
          .filter((fault) => fault.rule === rule)
          .map(({ found }) => `${where} (${language}): “${found}”`),
      ),
    ),
  )
}

const saysWithheld = (labels: Labels) =>
  languages.some((language) => isWithheldWord(labels[language] ?? '', language))

/** Words that would say more than the figures do. */
export const wordingChecks: readonly ScreenCheck[] = [
  {
    id: 'wording/ranking',
    what: 'no title of a table with withheld figures ranks its categories',
    run: (screened) =>
      unlessAny(breaking(screened, 'ranking'), 'warn', {
        passed: 'none does',
        guidance: 'Do not repeat the word: nobody can say where a withheld category stands.',
      }),
  },
  {
    id: 'wording/percentage-base',
    what: 'only ratios and scores are called percentages: they alone have a base in the release',
    run: (screened) =>
      unlessAny(breaking(screened, 'percentage-without-base'), 'warn', {
        passed: 'it is so',
        guidance: 'Ask of what it is a percentage before you show it.',
      }),
  },
  {
    id: 'wording/withheld',
    what: 'no category is called withheld: not stated is an answer, [c] a decision',
    run: ({ manifest }) =>
      unlessAny(
        manifest.tables.flatMap(({ id, dimensions }) =>
          dimensions.flatMap(({ name, codes }) =>
            codes.filter(({ labels }) => saysWithheld(labels)).map(({ code }) => `${id}.${name}=${code}`),
          ),
        ),
        'warn',
        {
          passed: 'none is',
          guidance: `Show the category by another name; ${notStated} is what learners did not state.`,
        },
      ),
  },
]
