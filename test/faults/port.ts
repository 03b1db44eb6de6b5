/** Port: one that nobody is given by chance, for a server that ends and comes back to the same place while others connect. */
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/** Below those that systems give to whoever names none (from 32,768 on Linux, from 49,152 elsewhere), above those of known services. */
const FIRST = 20_000
const COUNT = 12_000
/** Ports looked at. */
const TRIES_MAX = 100

/** A port of this machine that is free now. One that was given out could be another's by the time its server is back. */
export async function findPort(): Promise<number> {
  for (let time = 0; time < TRIES_MAX; time += 1) {
    const port = FIRST + randomInt(COUNT)
    if (await isFree(port)) return port
  }
  throw new Error(`none of ${TRIES_MAX} ports from ${FIRST} on is free`)
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1')
  const isOurs = await once(server, 'listening').then(
    () => true,
    () => false,
  )
  if (isOurs) await new Promise((resolve) => server.close(resolve))
  return isOurs
}
