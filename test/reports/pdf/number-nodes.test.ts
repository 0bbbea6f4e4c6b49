import { expect, it } from 'vitest'
import { numberNodes } from '../../../reports/pdf/number-nodes.ts'

const pdf = (...numbers: readonly string[]) =>
  Buffer.from(
    `%PDF\xe4 ${numbers.map((number) => `/ID (node${number})`).join(' ')} (node7) node00000009`,
    'latin1',
  )

it('numbers elements in their order, and leaves the rest', () => {
  const printed = numberNodes(pdf('00016033', '00000512', '00016033'))
  expect(printed.equals(pdf('00000002', '00000001', '00000002'))).toBe(true)
  expect(numberNodes(pdf('00016032', '00000511', '00016032')).equals(printed)).toBe(true)
})
