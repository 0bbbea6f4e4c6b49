#!/usr/bin/env node
import { Command } from 'commander'
import { codeVersion } from '../reports/code-version.ts'
import { optimizeLater } from './optimize-later.ts'
import { addCubeVerbs } from './verbs/cube-verbs.ts'
import { failureText } from './verbs/failure-text.ts'
import { addKeyVerbs } from './verbs/key-verbs.ts'
import { addLedgerVerbs } from './verbs/ledger-verbs.ts'
import { addNightVerbs } from './verbs/night-verbs.ts'
import { addReleaseVerbs } from './verbs/release-verbs.ts'
import { addSampleVerbs } from './verbs/sample-verbs.ts'
import { addVerifierVerb } from './verbs/verifier-verb.ts'
import { addViewVerb } from './verbs/view-verb.ts'

optimizeLater()

const program = new Command('kohort')
  .description(
    'Anonymized learning statistics: every published figure rests on at least k distinct learners.',
  )
  .version(await codeVersion())
  .exitOverride()
  .configureOutput({
    writeOut: (text) => process.stdout.write(text),
    writeErr: (text) => process.stderr.write(text),
  })

addSampleVerbs(program)
addNightVerbs(program)
addReleaseVerbs(program)
addVerifierVerb(program)
addViewVerb(program)
addLedgerVerbs(program)
addKeyVerbs(program)
addCubeVerbs(program)

try {
  await program.parseAsync()
} catch (error) {
  const { message, exitCode } = failureText(error)
  if (message !== null) process.stderr.write(`${message}\n`)
  if (process.argv.includes('--json') && exitCode !== 0)
    process.stdout.write(`${JSON.stringify({ error: message ?? 'wrong usage', exitCode })}\n`)
  process.exitCode = exitCode
}
