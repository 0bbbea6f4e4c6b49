import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { entryText, headText, linkChain } from '../../../pipeline/ledger/chain.ts'
import { entryName } from '../../../pipeline/ledger/ledger-folder.ts'
import { sha256Of } from '../../../reports/checksums.ts'
import { type EntryContent, genesis, ledgerFormat } from '../../../schemas/ledger.ts'

interface Files {
  readonly entries: Map<string, Uint8Array>
  readonly head: Uint8Array
}

/** A chain of some entries about nobody. */
function chainOf(contents: readonly EntryContent[]): Files {
  const entries = new Map<string, Uint8Array>()
  let previous = genesis
  contents.forEach((content, i) => {
    const sequence = i + 1
    const at = `2026-11-${String(sequence).padStart(2, '0')}T00:00:00.000Z`
    const text = entryText({ format: ledgerFormat, sequence, previous, at, content })
    entries.set(entryName(sequence), Buffer.from(text))
    previous = sha256Of(text)
  })
  return { entries, head: Buffer.from(headText(contents.length, previous)) }
}

const contents = fc
  .array(fc.record({ learners: fc.integer({ min: 1, max: 99 }), day: fc.integer({ min: 10, max: 28 }) }), {
    minLength: 2,
    maxLength: 8,
  })
  .map((list) =>
    list.map(({ learners, day }): EntryContent => ({ kind: 'erased', learners, on: `2026-10-${day}` })),
  )
const chain = contents.map(chainOf)

const flipped = (bytes: Uint8Array, at: number, bit: number): Uint8Array => {
  const copy = Uint8Array.from(bytes)
  const place = at % copy.length
  copy[place] = copy[place]! ^ (1 << bit)
  return copy
}

const refused = ({ entries, head }: Files): void => {
  expect(() => linkChain(entries, head)).toThrow(/^withheld: the ledger must be whole: /)
}

describe('a chain', () => {
  test.prop([contents])('is accepted as it was written', (list): void => {
    const { entries, head } = chainOf(list)
    expect(linkChain(entries, head).entries.map(({ content }) => content)).toEqual(list)
  })

  test.prop([chain, fc.nat(), fc.nat(), fc.integer({ min: 0, max: 7 })])(
    'is refused with any one bit of an entry flipped',
    ({ entries, head }, which, at, bit) => {
      const name = entryName((which % entries.size) + 1)
      refused({ entries: new Map([...entries, [name, flipped(entries.get(name)!, at, bit)]]), head })
    },
  )

  test.prop([chain, fc.nat(), fc.integer({ min: 0, max: 7 })])(
    'is refused with any one bit of the head flipped',
    ({ entries, head }, at, bit) => refused({ entries, head: flipped(head, at, bit) }),
  )

  test.prop([chain, fc.nat()])(
    'is refused with any entry removed, the last among them',
    ({ entries, head }, which) => {
      entries.delete(entryName((which % entries.size) + 1))
      refused({ entries, head })
    },
  )

  test.prop([chain, fc.nat(), fc.nat()])(
    'is refused with an entry in the place of another, or once more at the end',
    ({ entries, head }, from, to) => {
      const [source, target] = [(from % entries.size) + 1, (to % (entries.size + 1)) + 1]
      fc.pre(source !== target)
      entries.set(entryName(target), entries.get(entryName(source))!)
      refused({ entries, head })
    },
  )

  test.prop([chain, fc.nat(), fc.nat()])(
    'is refused with two entries exchanged',
    ({ entries, head }, one, other) => {
      const [a, b] = [entryName((one % entries.size) + 1), entryName((other % entries.size) + 1)]
      fc.pre(a !== b)
      const [first, second] = [entries.get(a)!, entries.get(b)!]
      refused({ entries: new Map([...entries, [a, second], [b, first]]), head })
    },
  )

  test.prop([chain, contents])('is refused with another chain’s end', ({ entries, head }, list) => {
    const fork = chainOf(list)
    const last = entryName(entries.size)
    fc.pre(fork.entries.has(last) && !Buffer.from(fork.entries.get(last)!).equals(entries.get(last)!))
    refused({ entries: new Map([...entries, [last, fork.entries.get(last)!]]), head })
  })

  test.prop([chain, fc.constantFrom('notes.txt', '1.json', '000001-1.json', '0000001.json', '000001.json~')])(
    'is refused with a file that is none of the entries',
    ({ entries, head }, name) =>
      refused({ entries: new Map([...entries, [name, entries.get('000001.json')!]]), head }),
  )
})

describe('the head', () => {
  const list: readonly EntryContent[] = [1, 2, 3].map((learners) => ({
    kind: 'erased',
    learners,
    on: '2026-10-10',
  }))
  const { entries } = chainOf(list)
  const headAfter = (n: number) => chainOf(list.slice(0, n)).head

  it('may be one entry behind, since a run may be stopped between the two', () => {
    expect(linkChain(entries, headAfter(2))).toMatchObject({ headLags: true })
    expect(linkChain(entries, headAfter(3))).toMatchObject({ headLags: false })
  })

  it('may not be two behind, nor ahead, nor missing', () => {
    refused({ entries, head: headAfter(1) })
    refused({ entries: chainOf(list.slice(0, 2)).entries, head: headAfter(3) })
    expect(() => linkChain(entries, null)).toThrow(/it has a head/)
  })

  it('of a new ledger may be missing', () => {
    expect(linkChain(new Map(), null)).toEqual({ entries: [], last: genesis, headLags: false })
  })
})

it('is refused where time goes back from one entry to the next', () => {
  const first = entryText({
    format: ledgerFormat,
    sequence: 1,
    previous: genesis,
    at: '2026-11-02T00:00:00.000Z',
    content: { kind: 'erased', learners: 1, on: '2026-10-10' },
  })
  const second = entryText({
    format: ledgerFormat,
    sequence: 2,
    previous: sha256Of(first),
    at: '2026-11-01T00:00:00.000Z',
    content: { kind: 'erased', learners: 1, on: '2026-10-10' },
  })
  const entries = new Map([
    ['000001.json', Buffer.from(first)],
    ['000002.json', Buffer.from(second)],
  ])
  const head = Buffer.from(headText(2, sha256Of(second)))
  expect(() => linkChain(entries, head)).toThrow('no entry is older than the one before')
})
