/** A server process: prints its port, then serves until it is killed. */
import { serve } from '../../../src/server/index.ts'

const server = await serve({ port: 0, dir: process.argv[2] ?? '' })
process.stdout.write(`${server.port}\n`)
