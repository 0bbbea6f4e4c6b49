import { expect, it } from 'vitest'
import { readTogether } from '../../pipeline/read-together.ts'

const items = Array.from({ length: 100 }, (_, i) => i)
const later = (i: number) => new Promise<number>((resolve) => setTimeout(resolve, i % 7, 2 * i))

it('gives what was read in the order of the items, some at once and never all', async () => {
  let [now, most] = [0, 0]
  const read = async (i: number) => {
    most = Math.max(most, ++now)
    const value = await later(i)
    now--
    return value
  }
  expect(await readTogether(items, read)).toEqual(items.map((i) => 2 * i))
  expect(most).toBe(32)
})

it('throws the error of the first item that fails, whichever fails first', async () => {
  const read = async (i: number) => {
    if (i === 40) await later(6)
    if (i === 40 || i === 41) throw new Error(`item ${i}`)
    return i
  }
  await expect(readTogether(items, read)).rejects.toThrow('item 40')
  expect(await readTogether([], read)).toEqual([])
})
