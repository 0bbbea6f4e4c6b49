import type { Command } from 'commander'
import { handOutVerifier } from '../hand-out-verifier.ts'
import { addVerb, type Common, finish } from './verb.ts'

export function addVerifierVerb(program: Command): void {
  addVerb(
    program,
    'verifier',
    'write the program of one file with which recipients check releases; it needs Node and nothing else',
    ['verifier --out kohort-verify.mjs'],
  )
    .requiredOption('--out <file>', 'a new file')
    .action(async (options: Common & { out: string }) => {
      const result = await handOutVerifier(options.out)
      const text = [
        `${result.sha256}  ${result.file}`,
        'tell recipients this SHA-256 by another way than the file; they run: node kohort-verify.mjs RELEASE --public-key FILE',
      ]
      finish(options, result, text.join('\n'), 0)
    })
}
