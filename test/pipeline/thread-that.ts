/** The module of a thread that does something on every message. */
export function threadThat(onMessage: string): URL {
  const text = `import { parentPort } from 'node:worker_threads'\nparentPort.on('message', () => { ${onMessage} })`
  return new URL(`data:text/javascript,${encodeURIComponent(text)}`)
}
