import { describe, expect, it, onTestFinished } from 'vitest'
import { plainAnswer } from '../../../pipeline/view/answer.ts'
import { serve } from '../../../pipeline/view/serve.ts'
import { ConfigurationError, UsageError } from '../../../schemas/failure.ts'
import { ask } from './viewed-school.ts'

async function served(answer = async (target: string) => plainAnswer(200, target)) {
  const unexpected: unknown[] = []
  const server = await serve(0, answer, (error) => unexpected.push(error))
  onTestFinished(() => server.close())
  return { port: server.port, unexpected }
}

describe('a server', () => {
  it('is reached at 127.0.0.1 and at no other address', async () => {
    const { port } = await served()
    expect((await ask(port, '/x?y')).body.toString()).toBe('/x?y\n')
    await expect(ask(port, '/x', { host: '127.0.0.2' })).rejects.toThrow(/ECONNREFUSED|EADDRNOTAVAIL/)
  })

  it('says nothing of an error but that there was one', async () => {
    const secret = new Error('secret')
    const { port, unexpected } = await served(async () => {
      throw secret
    })
    const { status, body } = await ask(port, '/')
    expect([status, body.toString()]).toEqual([500, 'this could not be shown: the command says why\n'])
    expect(unexpected).toEqual([secret])
  })

  it('refuses a port that is taken, and one that there is not', async () => {
    const { port } = await served()
    const other = (wanted: number) =>
      serve(
        wanted,
        async () => plainAnswer(200, ''),
        () => undefined,
      )
    await expect(other(port)).rejects.toThrow(ConfigurationError)
    await expect(other(port)).rejects.toThrow(`Provided value: ${port}`)
    await expect(other(65_536)).rejects.toThrow(UsageError)
  })
})
