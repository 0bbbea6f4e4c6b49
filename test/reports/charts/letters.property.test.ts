import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { letters } from '../../../reports/charts/fit-text.ts'

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' })
const segments = (text: string) => Array.from(segmenter.segment(text), ({ segment }) => segment)

/** Letters, marks that join them, and what stands between. */
const piece = fc.constantFrom(
  ...[
    'a',
    'O\u02bb',
    'ў',
    'Ж',
    'é',
    'e\u0301',
    'и\u0306',
    '\u0483',
    '7',
    ' ',
    '\u00a0',
    '—',
    '…',
    '«',
    '\r',
    '\n',
  ],
  ...['한', '\u1112\u1161', 'क्षि', '👩‍🏫', '🇺🇿', '\u200d', '\ufe0f', 'ﬁ', '\u0600', '٣'],
)

describe('letters of a text', () => {
  test.prop([fc.array(piece, { maxLength: 12 })])('are its graphemes', (pieces) => {
    expect(letters(pieces.join(''))).toEqual(segments(pieces.join('')))
  })

  test.prop([fc.string({ unit: 'binary', maxLength: 20 })])('are those of any text', (text) => {
    expect(letters(text)).toEqual(segments(text))
  })
})

test('letters of every script of the reports stand for themselves', () => {
  for (let code = 0x20; code < 0x2fff; code++) {
    const text = `a${String.fromCodePoint(code)}b`
    expect(letters(text), code.toString(16)).toEqual(segments(text))
  }
})
