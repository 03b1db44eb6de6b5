/** A hub of a demo, in a process of its own: one real sync server. */
import { realmOf, type Founding } from '../../frames/founding.ts'
import { serve, type TracordServer } from '../../server/index.ts'
import { answerCalls } from './post.ts'

/** What a hub is started with. */
export interface HubSetup {
  readonly name: string
  readonly dir: string
  /** Servers it stays linked with. */
  readonly connect: readonly string[]
  /** The realm that all of the demo belongs to. */
  readonly founding: Founding
}

/** What a hub can be asked. */
export type HubCalls = {
  /** Starts the server; its address. */
  readonly open: () => Promise<{ readonly url: string; readonly port: number }>
  readonly state: () => { readonly digest: string; readonly state: string; readonly entries: number; readonly sent: number }
  readonly close: () => Promise<void>
}

const setup = JSON.parse(process.argv[2] ?? '{}') as HubSetup
let server: TracordServer
answerCalls({
  async open() {
    server = await serve({
      port: 0,
      host: '127.0.0.1',
      dir: setup.dir,
      founding: setup.founding,
      connect: setup.connect,
      name: setup.name,
    })
    return { url: server.url, port: server.port }
  },
  state() {
    const node = server.node(realmOf(setup.founding))
    const certificate = node?.certificate()
    return {
      digest: certificate?.digest ?? '',
      state: certificate?.state ?? '',
      entries: certificate?.entries ?? 0,
      sent: node?.status().messages.sent ?? 0,
    }
  },
  close: () => server.close(),
} satisfies HubCalls)
