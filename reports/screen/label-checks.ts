import type { Labels } from '../../schemas/labels.ts'
import { type ScreenCheck, type Screened, unlessAny } from './screen-check.ts'

const languages = ['uz', 'ru', 'en'] as const

interface Labelled {
  readonly where: string
  readonly labels: Labels
}

function titlesOf({ manifest }: Screened): readonly Labelled[] {
  return manifest.tables.flatMap(({ id, title, dimensions, base_measures, derived_measures }) => [
    { where: id, labels: title },
    ...[...dimensions, ...base_measures, ...derived_measures].map((one) => ({
      where: `${id}.${one.name}`,
      labels: one.title,
    })),
  ])
}

function codesOf({ manifest }: Screened): readonly Labelled[] {
  return manifest.tables.flatMap(({ id, dimensions }) =>
    dimensions.flatMap(({ name, codes }) =>
      codes.map(({ code, labels }) => ({ where: `${id}.${name}=${code}`, labels })),
    ),
  )
}

/** Languages that any label of the release has: those that all should have. */
function languagesOf(screened: Screened): readonly (typeof languages)[number][] {
  const all = [...titlesOf(screened), ...codesOf(screened)]
  return languages.filter((language) => all.some(({ labels }) => labels[language] !== undefined))
}

function lacking(labelled: readonly Labelled[], screened: Screened): readonly string[] {
  const wanted = languagesOf(screened)
  return labelled.flatMap(({ where, labels }) => {
    // A band of ages or a date is the same in every language.
    if (!/\p{L}/u.test(labels.en)) return []
    const missing = wanted.filter((language) => labels[language] === undefined)
    return missing.length === 0 ? [] : [`${where} (${missing.join(', ')})`]
  })
}

/** Text with blanks at its ends, two in a row, or characters that do not print. */
const isUntidy = (text: string) => text !== text.trim() || /\s{2}|\p{Cc}|\p{Cf}/u.test(text)

/** What people will read beside the figures. */
export const labelChecks: readonly ScreenCheck[] = [
  {
    id: 'labels/titles',
    what: 'tables, dimensions and measures have a title in every language of the release',
    run: (screened) =>
      unlessAny(lacking(titlesOf(screened), screened), 'warn', {
        passed: `all titles are there in ${languagesOf(screened).join(', ')}`,
        guidance: 'Readers of that language see English: ask for the titles.',
      }),
  },
  {
    id: 'labels/codes',
    what: 'codes have a label in every language of the release',
    run: (screened) =>
      unlessAny(lacking(codesOf(screened), screened), 'warn', {
        passed: `all codes have labels in ${languagesOf(screened).join(', ')}`,
        guidance: 'Readers of that language see English: ask for the labels.',
      }),
  },
  {
    id: 'labels/unique',
    what: 'no two codes of a dimension have the same label',
    run: ({ manifest }) => {
      const wrong = manifest.tables.flatMap(({ id, dimensions }) =>
        dimensions.flatMap(({ name, codes }) =>
          languages.flatMap((language) => {
            const seen = new Map<string, string>()
            return codes.flatMap(({ code, labels }) => {
              const label = labels[language]
              if (label === undefined) return []
              const other = seen.get(label)
              seen.set(label, code)
              return other === undefined ? [] : [`${id}.${name}: ${other} and ${code} (${language})`]
            })
          }),
        ),
      )
      return unlessAny(wrong, 'warn', {
        passed: 'all labels of a dimension are different',
        guidance:
          'Readers cannot tell such rows apart: use the codes, and ask for labels that say which is which.',
      })
    },
  },
  {
    id: 'labels/tidy',
    what: 'labels have no blanks at their ends, none doubled, and no characters that do not print',
    run: (screened) =>
      unlessAny(
        [...titlesOf(screened), ...codesOf(screened)].flatMap(({ where, labels }) =>
          languages.some((language) => isUntidy(labels[language] ?? '')) ? [where] : [],
        ),
        'warn',
        {
          passed: 'all labels are tidy',
          guidance: 'Trim them before joining by label; better, join by code.',
        },
      ),
  },
]
