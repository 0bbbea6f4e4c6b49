import { run } from './command.ts'

const { exitCode, output } = await run(process.argv.slice(2), process.env)
;(exitCode === 2 ? process.stderr : process.stdout).write(output)
process.exitCode = exitCode
