/** Threads: the modules of a folder, each in its thread; one that dies is started anew, a bounded number of times. */
import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Clock } from '../../base/clock.ts'
import { TracordError } from '../../base/error.ts'
import { err, ok, type Result } from '../../base/result.ts'
import { MODULES_MAX } from '../reasoning/limits.ts'
import { labelOf, type Module } from '../reasoning/module.ts'
import { createHost } from './host.ts'
import { THREAD_PAUSE_MS, THREAD_STARTS_MAX, THREAD_STARTS_MS } from './limits.ts'
import { openThread } from './thread.ts'

/** What threads are kept with. */
export interface ThreadsParts {
  readonly dir: string
  readonly clock: Clock
  /** The name of the node. */
  readonly node: string
  /** Takes a module in; returns its undo. Throws `BAD_INPUT`. */
  use(module: Module): () => void
  /** Told of each thread that ended, and why. */
  onEnd(file: string, why: string): void
}

/** The modules of a folder at work. */
export interface Threads {
  close(): void
}

/**
 * Starts the modules of `dir`, its files `*.js` and `*.mjs`, in the order of their names. Rejects with `BAD_INPUT` when there is no such
 * folder, or one of them is no module: nothing goes on running then. A file is code with all rights of this process: a thread contains
 * what goes wrong, not what is meant to.
 */
export async function openThreads(parts: ThreadsParts): Promise<Threads> {
  const dir = resolve(parts.dir)
  const names = await readdir(dir).catch((cause: unknown) => {
    throw new TracordError('BAD_INPUT', `modules: the folder ${dir} cannot be read`, { cause })
  })
  const files = names.filter((name) => /\.m?js$/.test(name)).sort()
  if (files.length > MODULES_MAX) throw new TracordError('BAD_INPUT', `modules: ${dir} has more than ${MODULES_MAX} modules`)
  const fileByName = new Map<string, string>()
  const kept = files.map((file) => keep(file, join(dir, file), fileByName, parts))
  const started = await Promise.all(kept.map(({ started: one }) => one))
  const close = (): void => kept.forEach((one) => one.close())
  const failed = started.find((one) => !one.ok)
  if (failed === undefined || failed.ok) return { close }
  close()
  throw new TracordError('BAD_INPUT', `modules: ${failed.error}`)
}

/** One file, kept running. */
interface Kept {
  /** Once the module is taken in; or why it never was. */
  readonly started: Promise<Result<void, string>>
  close(): void
}

function keep(file: string, path: string, fileByName: Map<string, string>, { clock, node, use, onEnd }: ThreadsParts): Kept {
  let starts: number[] = []
  let isClosed = false
  let stop = (): void => {}
  let tell: (outcome: Result<void, string>) => void
  const started = new Promise<Result<void, string>>((done) => (tell = done))
  const take = (module: Module): Result<() => void, string> => {
    const other = fileByName.get(module.name)
    if (other !== undefined && other !== file) return err(`a module named ${module.name} is in ${other} already`)
    try {
      const leave = use(module)
      fileByName.set(module.name, file)
      tell(ok(undefined))
      return ok(leave)
    } catch (thrown) {
      return err(`${labelOf(module)}: ${thrown instanceof Error ? thrown.message : String(thrown)}`)
    }
  }
  const start = (): void => {
    if (isClosed) return
    const now = clock.now()
    starts = [...starts.filter((at) => now - at < THREAD_STARTS_MS), now]
    stop = openThread(path, file, (line) =>
      createHost({ ...{ line, clock, node, mayBlock: true }, welcome: (_hello, module) => take(module), onOver: ended }),
    )
  }
  const ended = (why: string): void => {
    tell(err(`${file}: ${why}`))
    if (isClosed) return
    const isOften = starts.length >= THREAD_STARTS_MAX
    onEnd(file, isOften ? `${why}; it ended ${starts.length} times within a minute and is not started again` : why)
    if (!isOften) stop = clock.after(THREAD_PAUSE_MS, start)
  }
  start()
  return {
    started,
    close() {
      isClosed = true
      stop()
    },
  }
}
