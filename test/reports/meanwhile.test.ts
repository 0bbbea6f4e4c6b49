import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { bothOf } from '../../reports/meanwhile.ts'

it('gives both results in their order', async () => {
  expect(await bothOf(setTimeout(20, 'one'), Promise.resolve('other'))).toEqual(['one', 'other'])
})

it.each([0, 1])('gives up once neither goes on, whichever fails: %i', async (which) => {
  let isOver = false
  const long = setTimeout(50).then(() => {
    isOver = true
  })
  const failed = Promise.reject(new Error('full'))
  await expect(which === 0 ? bothOf(failed, long) : bothOf(long, failed)).rejects.toThrow('full')
  expect(isOver).toBe(true)
})

it('tells why the first one failed where both do', async () => {
  const fails = async (why: string, milliseconds: number) => {
    await setTimeout(milliseconds)
    throw new Error(why)
  }
  await expect(bothOf(fails('first', 30), fails('second', 0))).rejects.toThrow('first')
})
