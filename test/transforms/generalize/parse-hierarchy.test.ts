import { describe, expect, it } from 'vitest'
import { codeList } from '../../../transforms/generalize/code-list.ts'
import { parseHierarchy, parseLabels } from '../../../transforms/generalize/parse-hierarchy.ts'

const parse = (text: string, levels?: readonly string[], labels = new Map<string, { en: string }>()) =>
  parseHierarchy('place', text, levels, labels)
/** Code, parent and depth of each node. */
const nodes = (text: string) => parse(text).nodes.map(({ code, parent, depth }) => [code, parent, depth])

const small = 'a;x;*\nb;x;*\nc;y;*\n'
const smallNodes = [
  ['_T', null, 0],
  ['x', '_T', 1],
  ['y', '_T', 1],
  ['a', 'x', 2],
  ['b', 'x', 2],
  ['c', 'y', 2],
]

describe('a hierarchy', () => {
  it.each([
    { form: 'plain', text: small },
    { form: 'with a byte order mark', text: `\uFEFF${small}` },
    { form: 'with Windows line ends', text: small.replaceAll('\n', '\r\n') },
    { form: 'with blank lines and no last line end', text: `\n${small.trim()}\n  \n`.trimEnd() },
    { form: 'with spaces around values', text: ' a ; x;* \nb;x ;*\nc; y;*' },
    { form: 'in another order of lines', text: 'c;y;*\nb;x;*\na;x;*' },
  ])('is read $form', ({ text }) => expect(nodes(text)).toEqual(smallNodes))

  it('names its levels from the total down', () => {
    expect(parse(small).levels).toEqual(['total', 'level_1', 'level_0'])
    expect(parse(small, ['town', 'region']).levels).toEqual(['total', 'region', 'town'])
  })

  it('labels its nodes, by their codes where there is no label', () => {
    const labelled = parse(small, undefined, new Map([['x', { en: 'East' }]]))
    expect(labelled.nodes.slice(1, 3).map(({ labels }) => labels)).toEqual([{ en: 'East' }, { en: 'y' }])
  })

  it('keeps a value that repeats its only child once, at the coarser level', () => {
    const text = 'a;x;*\ntown;town;*'
    expect(nodes(text)).toEqual([
      ['_T', null, 0],
      ['town', '_T', 1],
      ['x', '_T', 1],
      ['a', 'x', 2],
    ])
    expect(codeList(parse(text), 2, false).map(({ code, level }) => [code, level])).toEqual([
      ['_T', 0],
      ['town', 1],
      ['x', 1],
      ['a', 2],
    ])
  })

  it('keeps a value of three levels once', () => {
    expect(nodes('t;t;t;*\na;x;z;*')).toContainEqual(['t', '_T', 1])
  })
})

describe('a hierarchy is refused', () => {
  it.each([
    { because: 'it is empty', text: '', message: 'hierarchy place needs lines of the form leaf;…;*' },
    {
      because: 'it has one column',
      text: 'a\nb',
      message: 'hierarchy place needs lines of the form leaf;…;*',
    },
    {
      because: 'lines have different lengths',
      text: 'a;x;*\nb;*',
      message: 'hierarchy place must have as many columns in every line',
    },
    {
      because: 'a line does not end at the root',
      text: 'a;x;*\nb;x;y',
      message: 'hierarchy place must end every line in *',
    },
    {
      because: 'a leaf occurs twice',
      text: 'a;x;*\na;x;*',
      message: 'hierarchy place must name every leaf once. Provided value: a',
    },
    {
      because: 'a value has two parents',
      text: 'a;x;z;*\nb;x;w;*',
      message: 'hierarchy place must keep every value under one parent. Provided value: x',
    },
    {
      because: 'a group repeats the name of one of its children',
      text: 'x;x;*\nb;x;*',
      message: 'hierarchy place must not use one name for two nodes. Provided value: x',
    },
    { because: 'a leaf has the name of another group', text: 'a;x;*\nx;y;*', message: 'Provided value: x' },
    { because: 'a name returns higher up', text: 'a;b;a;*', message: 'Provided value: a' },
    {
      because: 'a leaf is called as the total',
      text: '_T;*',
      message: 'hierarchy place may not use an empty or reserved code. Provided value: _T',
    },
    { because: 'a group is called as what is not stated', text: 'a;_X;*', message: 'Provided value: _X' },
    {
      because: 'a code is empty',
      text: 'a;;*',
      message: 'hierarchy place may not use an empty or reserved code',
    },
    {
      because: 'a leaf is the root',
      text: '*;*\na;*',
      message: 'hierarchy place may not use an empty or reserved code. Provided value: *',
    },
    {
      because: 'the root occurs too early',
      text: 'a;*;*\nb;x;*',
      message: 'hierarchy place may not use an empty or reserved code. Provided value: *',
    },
  ])('when $because', ({ text, message }) => expect(() => parse(text)).toThrow(message))

  it('when it has other levels than the project names', () => {
    expect(() => parse(small, ['town'])).toThrow(
      'hierarchy place has 2 levels under its root. Provided value: 1',
    )
  })
})

describe('labels', () => {
  it('are read in three languages', () => {
    const text = '\uFEFFcode;en;uz;ru\r\nx;East;Sharq;Восток\r\n\r\ny;West\r\n'
    expect([...parseLabels('place', text)]).toEqual([
      ['x', { en: 'East', uz: 'Sharq', ru: 'Восток' }],
      ['y', { en: 'West' }],
    ])
  })
  it('are read in any order of columns', () => {
    expect(parseLabels('place', 'code;ru;en\nx;Восток;East').get('x')).toEqual({ en: 'East', ru: 'Восток' })
  })
  it.each([
    {
      because: 'there is no header',
      text: 'x;East',
      message: 'labels of place need a header with code and en. Provided value: x;East',
    },
    { because: 'the file is empty', text: '', message: 'labels of place need a header with code and en' },
    {
      because: 'English is missing',
      text: 'code;uz\nx;Sharq',
      message: 'labels of place need a header with code and en',
    },
    {
      because: 'an English name is missing',
      text: 'code;en;uz\nx;;Sharq',
      message: 'labels of place need an English name. Provided value: x',
    },
  ])('are refused when $because', ({ text, message }) =>
    expect(() => parseLabels('place', text)).toThrow(message),
  )
})
