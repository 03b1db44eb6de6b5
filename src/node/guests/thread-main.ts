/** Thread main: what runs in a module's thread: loads the file, and serves what it exports. */
import { pathToFileURL } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import type { GuestModule } from '../reasoning/module.ts'
import { createGuest } from './guest.ts'

/** What a thread is told. */
export interface ThreadData {
  readonly file: string
}

const port = parentPort
if (port !== null) {
  const { file } = workerData as ThreadData
  const loaded = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>
  const module = moduleIn(loaded)
  const line = {
    label: file,
    send: (text: string) => port.postMessage(text),
    close: () => port.close(),
  }
  const guest = createGuest({ line, module, token: '', onWelcome() {}, onOver() {} })
  port.on('message', (text: unknown) => guest.onMessage(String(text)))
}

function moduleIn({ default: main, module = main }: Readonly<Record<string, unknown>>): GuestModule {
  const { name, version, accepts, run } = (module ?? {}) as Partial<GuestModule>
  const isWhole = [name, version].every((part) => typeof part === 'string') && typeof accepts === 'function' && typeof run === 'function'
  if (isWhole) return module as GuestModule
  throw new Error('it exports no module: export default { name, version, accepts(goal), run(work) }')
}
