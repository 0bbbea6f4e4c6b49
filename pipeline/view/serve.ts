import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { ConfigurationError, UsageError } from '../../schemas/failure.ts'
import { type Answer, plainAnswer } from './answer.ts'

/** No other machine reaches it. */
export const loopback = '127.0.0.1'

export interface Served {
  readonly port: number
  /** Ends open connections, too. */
  close(): Promise<void>
}

/**
 * Answers GET and HEAD requests of this machine. Requests that name another host are refused: a page from elsewhere can
 * make its own name lead to this address, and would then count as of the same origin (DNS rebinding).
 *
 * @param port 0 takes one that is free
 * @param answer of a path with its query
 * @param onUnexpected is told of what `answer` throws; the requester learns nothing of it
 * @throws {UsageError} if there is no such port
 * @throws {ConfigurationError} if the port cannot be had
 */
export async function serve(
  port: number,
  answer: (target: string) => Promise<Answer>,
  onUnexpected: (error: unknown) => void,
): Promise<Served> {
  if (port > 65535) throw new UsageError(`--port must be at most 65535. Provided value: ${port}`)
  let hosts: readonly string[] = []
  const server = createServer((request, response) => {
    void answerTo(request, hosts, answer)
      .catch((error: unknown) => {
        onUnexpected(error)
        return plainAnswer(500, 'this could not be shown: the command says why')
      })
      .then((answered) => send(request, response, answered))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', () =>
      reject(
        new ConfigurationError('the port must be free, and may be used: 0 takes one that is', String(port)),
      ),
    )
    server.listen(port, loopback, resolve)
  })
  const address = server.address()
  const taken = address !== null && typeof address === 'object' ? address.port : port
  hosts = hostsAt(taken)
  return {
    port: taken,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Browsers leave the port of http away. */
function hostsAt(port: number): readonly string[] {
  return [loopback, 'localhost'].flatMap((name) => [`${name}:${port}`, ...(port === 80 ? [name] : [])])
}

async function answerTo(
  { method, url, headers }: IncomingMessage,
  hosts: readonly string[],
  answer: (target: string) => Promise<Answer>,
): Promise<Answer> {
  if (!hosts.includes(headers.host ?? '')) return plainAnswer(403, 'no such host')
  if (method !== 'GET' && method !== 'HEAD')
    return plainAnswer(405, 'nothing can be changed here', { Allow: 'GET, HEAD', Connection: 'close' })
  return answer(url ?? '')
}

function send(
  { method }: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: Answer,
): void {
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) })
  response.end(method === 'HEAD' ? undefined : body)
}
