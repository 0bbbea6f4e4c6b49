import { readdir, readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type CheckLanguage, checkLanguages, languageOf } from '../reports/messages/check/check-language.ts'
import { printable } from '../reports/messages/check/printable.ts'
import { sayCheckIn } from '../reports/messages/check/say-check.ts'
import { statementLines } from '../reports/messages/check/statement.ts'
import { type PublicKey, readPublicKey } from './minisign.ts'
import { statementsOf, verdictOf } from './statements.ts'
import { type Verification, verifyFolder } from './verify-folder.ts'

export const usage = `usage: node kohort-verify.mjs RELEASE [--public-key FILE] [--previous RELEASE]... [--language ${checkLanguages.join('|')}] [--json]`

/** How a run ends: 0 nothing wrong, 3 something wrong, 2 wrong usage. */
export interface Ended {
  readonly exitCode: 0 | 2 | 3
  readonly output: string
}

class Usage extends Error {}

/** @param environment variables that may name a language */
export async function run(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Ended> {
  try {
    const asked = await readArguments(args, environment)
    const verification = await verifyFolder(asked.release, asked.key, asked.previous)
    const output = asked.json ? asJson(verification, asked.language) : asText(verification, asked.language)
    return { exitCode: verification.passed ? 0 : 3, output: `${output}\n` }
  } catch (error) {
    if (!(error instanceof Usage)) throw error
    return { exitCode: 2, output: `${error.message}\n${usage}\n` }
  }
}

async function readArguments(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
) {
  const { values, positionals } = parsed(args)
  const [release, ...more] = positionals
  if (release === undefined || more.length > 0) throw new Usage('one release folder is checked at a time')
  for (const folder of [release, ...values.previous]) await refuseNoFolder(folder)
  const named = values.language
  const language = named === undefined ? languageOf(environment) : checkLanguages.find((one) => one === named)
  if (language === undefined) throw new Usage(`a language is one of ${checkLanguages.join(', ')}`)
  const keyFile = values['public-key']
  const key = keyFile === undefined ? null : await keyOf(keyFile)
  return { release, language, key, previous: values.previous, json: values.json }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'public-key': { type: 'string' },
        previous: { type: 'string', multiple: true, default: [] },
        language: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    throw new Usage(error instanceof Error ? printable(error.message) : 'options must be known')
  }
}

async function refuseNoFolder(folder: string): Promise<void> {
  const found = await readdir(folder).catch(() => null)
  if (found === null) throw new Usage(`a release is a folder that can be read: ${printable(folder)}`)
}

async function keyOf(file: string): Promise<PublicKey> {
  const key = readPublicKey(await readFile(file, 'utf8').catch(() => ''))
  if (key === null) throw new Usage(`a public key is a file of minisign: ${printable(file)}`)
  return key
}

const findingsShown = 20

function asText(verification: Verification, language: CheckLanguage): string {
  const say = sayCheckIn(language)
  const { manifest, findings } = verification
  const technical = findings
    .slice(0, findingsShown)
    .map(({ rule, where, clause }) => `  ${rule}: ${printable(where)}: ${printable(clause)}`)
  return [
    manifest === null ? say('titleUnknown') : say('title', { release: manifest.id }),
    '',
    ...statementLines(statementsOf(verification), say),
    ...(findings.length === 0 ? [] : ['', say('details'), ...technical]),
    ...(findings.length > findingsShown ? [`  + ${findings.length - findingsShown}`] : []),
    '',
    say(verdictOf(verification)),
  ].join('\n')
}

function asJson(verification: Verification, language: CheckLanguage): string {
  const say = sayCheckIn(language)
  const { manifest, passed, signature, withdrawal, findings, files, tables } = verification
  return JSON.stringify({
    release: manifest?.id ?? null,
    passed,
    signature,
    withdrawn: withdrawal,
    files,
    tables: tables?.tables ?? 0,
    rows: tables?.rows ?? 0,
    findings,
    checks: statementsOf(verification).map(({ outcome, key, values }) => ({
      outcome,
      key,
      text: say(key, values),
    })),
    verdict: say(verdictOf(verification)),
  })
}
