import { writeFileSync } from 'node:fs'
import { injectFault } from './fault.ts'

/** For a process of its own: `KOHORT_FAULT` is a folder, a number and a file for the number of changes, by line. */
const [root = '', n = '0', counted = ''] = (process.env['KOHORT_FAULT'] ?? '').split('\n')
const fault = injectFault(root, n === '0' ? 'none' : 'kill', Number(n))
if (counted !== '') process.on('exit', () => writeFileSync(counted, String(fault.changes())))
