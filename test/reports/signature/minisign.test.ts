import { execFileSync, spawnSync } from 'node:child_process'
import { createPrivateKey, type KeyObject } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  checkSignature,
  parsePublicKey,
  publicKeyOf,
  publicKeyText,
  signatureText,
} from '../../../reports/signature/minisign.ts'

/** RFC 8032, section 7.1, test 1. */
const secret = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'
const known = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'
const keyOf = (seed: string): KeyObject =>
  createPrivateKey({
    key: Buffer.from(`302e020100300506032b657004220420${seed}`, 'hex'),
    format: 'der',
    type: 'pkcs8',
  })
const privateKey = keyOf(secret)
const publicKey = publicKeyOf(privateKey)
const other = publicKeyOf(keyOf('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb'))
const file = Buffer.from('0123  manifest.json\n')
const about = 'school 2026-06 v1 SHA256SUMS'
const text = signatureText(privateKey, file, about)

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kohort-minisign-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

describe('a public key file', () => {
  it('holds the key that belongs to the private one', () => {
    const [, line] = publicKeyText(publicKey).split('\n')
    expect(Buffer.from(line!, 'base64').subarray(10).toString('hex')).toBe(known)
  })

  it('is read back, whole or as its second line', () => {
    for (const written of [publicKeyText(publicKey), publicKeyText(publicKey).split('\n')[1]!])
      expect(parsePublicKey(written)?.id).toBe(publicKey.id)
  })

  it.each([
    { what: 'nothing', written: '' },
    { what: 'another file', written: 'untrusted comment: a key\nRWQ=\n' },
    { what: 'a key of another kind', written: Buffer.alloc(42).toString('base64') },
  ])('is not read where there is $what', ({ written }) => {
    expect(parsePublicKey(written)).toBeNull()
  })
})

describe('a signature', () => {
  it('vouches for the file and the comment', () => {
    expect(checkSignature(text, file, publicKey)).toEqual({ about })
    expect(signatureText(privateKey, file, about)).toBe(text)
  })

  it.each([
    {
      what: 'another file',
      of: () => checkSignature(text, Buffer.from('0124  manifest.json\n'), publicKey),
      clause: 'the signed file is the one that was signed',
    },
    {
      what: 'another comment',
      of: () => checkSignature(text.replace('v1', 'v2'), file, publicKey),
      clause: 'the comment beside a signature is the one that was signed',
    },
    {
      what: 'another key',
      of: () => checkSignature(text, file, other),
      clause: 'a signature is by the given key',
    },
    {
      what: 'a comment of another signature',
      of: () => {
        const mixed = text.split('\n')
        mixed[3] = signatureText(privateKey, Buffer.from('x'), about).split('\n')[3]!
        return checkSignature(mixed.join('\n'), file, publicKey)
      },
      clause: 'the comment beside a signature is the one that was signed',
    },
    {
      what: 'text behind it',
      of: () => checkSignature(`${text}more`, file, publicKey),
      clause: 'a signature is a minisign file of a prehashed signature',
    },
    {
      what: 'no lines',
      of: () => checkSignature('signed, me', file, publicKey),
      clause: 'a signature is a minisign file of a prehashed signature',
    },
  ])('does not vouch for $what', ({ of, clause }) => {
    expect(of()).toEqual({ clause })
  })

  it('has a comment of one line', () => {
    expect(() => signatureText(privateKey, file, 'two\nlines')).toThrow('one line')
  })
})

const hasMinisign = spawnSync('minisign', ['-v']).status === 0

describe.runIf(hasMinisign || process.env['REQUIRE_SHARED'] === '1')('minisign itself', () => {
  it('verifies what Kohort signs, and nothing else', async () => {
    const folder = await temporaryFolder()
    const at = (name: string) => join(folder, name)
    await writeFile(at('SHA256SUMS'), file)
    await writeFile(at('SHA256SUMS.minisig'), text)
    await writeFile(at('school.pub'), publicKeyText(publicKey))
    const check = () => spawnSync('minisign', ['-Vm', at('SHA256SUMS'), '-p', at('school.pub')])
    expect(check().stdout.toString()).toContain(`Trusted comment: ${about}`)
    expect(check().status).toBe(0)
    await writeFile(at('SHA256SUMS'), 'something else')
    expect(check().status).not.toBe(0)
  })

  it('makes keys and signatures that Kohort reads', async () => {
    const folder = await temporaryFolder()
    const at = (name: string) => join(folder, name)
    execFileSync('minisign', ['-GW', '-p', at('real.pub'), '-s', at('real.key')])
    await writeFile(at('file'), file)
    execFileSync('minisign', ['-Sm', at('file'), '-s', at('real.key'), '-t', 'by hand'])
    const key = parsePublicKey(await readFile(at('real.pub'), 'utf8'))
    expect(checkSignature(await readFile(at('file.minisig'), 'utf8'), file, key!)).toEqual({
      about: 'by hand',
    })
    // minisign writes the number of a key without leading zeros.
    expect(await readFile(at('real.pub'), 'utf8')).toContain(` ${key!.id.replace(/^0+/, '')}\n`)
  })
})
