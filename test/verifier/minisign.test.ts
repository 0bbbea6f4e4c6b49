import { execFileSync, spawnSync } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { checkSignature, readPublicKey } from '../../verifier/minisign.ts'
import { freshFolder, keyText, otherKeyText } from './signed-release.ts'

const hasMinisign = spawnSync('minisign', ['-v']).status === 0

describe.runIf(hasMinisign || process.env['REQUIRE_SHARED'] === '1')('what minisign signs', () => {
  it.each([
    { what: 'by its hash', flags: [], algorithm: 'ED' },
    { what: 'as it is', flags: ['-l'], algorithm: 'Ed' },
  ])('$what is told from all else', async ({ flags, algorithm }) => {
    const folder = await freshFolder()
    onTestFinished(() => rm(folder, { recursive: true }))
    const at = (name: string) => join(folder, name)
    const file = Buffer.from('0123  manifest.json\n')
    execFileSync('minisign', ['-GW', '-p', at('real.pub'), '-s', at('real.key')])
    await writeFile(at('file'), file)
    execFileSync('minisign', ['-S', ...flags, '-m', at('file'), '-s', at('real.key'), '-t', 'by hand'])
    const key = readPublicKey(await readFile(at('real.pub'), 'utf8'))!
    const text = await readFile(at('file.minisig'), 'utf8')
    expect(Buffer.from(text.split('\n')[1]!, 'base64').toString('latin1', 0, 2)).toBe(algorithm)
    expect(checkSignature(text, file, key)).toEqual({ comment: 'by hand' })
    expect(checkSignature(text, Buffer.from('0124'), key)).toEqual({ problem: 'signature-other-file' })
    expect(checkSignature(text.replace('by hand', 'by foot'), file, key)).toEqual({
      problem: 'signature-other-comment',
    })
    expect(checkSignature(text, file, readPublicKey(keyText)!)).toEqual({ problem: 'signature-other-key' })
    expect(checkSignature(`${text}more`, file, key)).toEqual({ problem: 'signature-form' })
  })
})

describe('a public key', () => {
  it('is a file of minisign, or its second line', () => {
    const [, line] = keyText.split('\n')
    expect(readPublicKey(line!)?.id).toBe(readPublicKey(keyText)?.id)
    expect(readPublicKey(otherKeyText)?.id).not.toBe(readPublicKey(keyText)?.id)
  })
  it.each(['', 'RWQ=', `${keyText}${keyText}`, Buffer.alloc(42).toString('base64')])('is not %j', (text) => {
    expect(readPublicKey(text)).toBeNull()
  })
})
