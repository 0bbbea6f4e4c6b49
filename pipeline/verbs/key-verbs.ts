import type { Command } from 'commander'
import { makeSigningKey } from '../signing-key.ts'
import { addVerb, type Common, finish } from './verb.ts'

/** Verbs about keys that releases are signed with. */
export function addKeyVerbs(program: Command): void {
  addVerb(
    program,
    'keygen',
    'make a pair of keys: the private one signs releases, the public one is for recipients',
    ['keygen --key /etc/kohort/school.key --public-key school.pub'],
  )
    .requiredOption(
      '--key <file>',
      'private key, a new file (mode 0600) outside the project; keep a copy in a safe place',
    )
    .requiredOption(
      '--public-key <file>',
      'public key, a new file: hand it to recipients by another way than releases',
    )
    .action(async (options: Common & { key: string; publicKey: string }) => {
      const result = await makeSigningKey(options.key, options.publicKey)
      const text = [
        `private key: ${result.privateKey} (readable for its owner alone)`,
        `public key: ${result.publicKey}, key ${result.id}`,
        'name the private key in the project file: releases.signingKeyFile',
      ]
      finish(options, result, text.join('\n'), 0)
    })
}
