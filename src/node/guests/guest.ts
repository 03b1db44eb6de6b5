/** Guest: the module's end of a line to its node: runs it as it is told, sends its steps within the credit given, reads for it. */
import type { ItemId } from '../../frames/item.ts'
import type { QueryAnswers } from '../../semantics/query/answers.ts'
import { messageOf } from '../core/events.ts'
import type { FrameView } from '../frame-view.ts'
import type { Goal, GuestModule, GuestWork } from '../reasoning/module.ts'
import { GUEST_MESSAGE_LENGTH_MAX } from './limits.ts'
import type { Line, LineHandlers } from './line.ts'
import { GUEST_PROTOCOL, readFromHost, type FromGuest, type FromHost, type Reading } from './message.ts'

/** What a guest needs. */
export interface GuestParts {
  readonly line: Line
  readonly module: GuestModule
  readonly token: string
  /** The node took the module in. */
  onWelcome(node: string): void
  /** Told once: why it is over, and whether the node said so. */
  onOver(why: string, isRefused: boolean): void
}

/** A read that waits for its answer. */
interface Waiting {
  resolve(value: unknown): void
  reject(error: Error): void
}

/** One run under way. */
interface GuestRun {
  readonly ending: AbortController
  readonly reads: Map<number, Waiting>
  credit: number
  wake(): void
}

/** Says hello, and serves `parts.module` until the line is over. */
export function createGuest({ line, module, token, onWelcome, onOver }: GuestParts): LineHandlers {
  const runs = new Map<number, GuestRun>()
  let refusal: string | undefined
  const send = (message: FromGuest): void => line.send(textOf(message))
  const stop = (run: number, why: string): void => {
    const under = runs.get(run)
    runs.delete(run)
    under?.ending.abort(why)
    under?.wake()
    for (const { reject } of under?.reads.values() ?? []) reject(new Error(why))
  }
  const bid = async (goal: Goal): Promise<number> => {
    try {
      const score = await module.accepts(goal)
      return Number.isSafeInteger(score) ? Math.max(0, score) : 0
    } catch {
      return 0
    }
  }
  const begin = async (told: Extract<FromHost, { readonly k: 'run' }>): Promise<void> => {
    const { run, credit } = told
    const under: GuestRun = { ending: new AbortController(), reads: new Map(), credit, wake() {} }
    runs.set(run, under)
    const why = await stepsOf(told, under, module, send).catch(messageOf)
    if (runs.get(run) !== under) return
    stop(run, 'it is over')
    if (why !== null) send({ k: 'end', run, ...(why === '' ? {} : { why }) })
  }
  const take = (message: FromHost): void => {
    switch (message.k) {
      case 'welcome':
        return onWelcome(message.node)
      case 'refused':
        refusal = message.why
        return line.close(message.why)
      case 'ping':
        return send({ k: 'pong' })
      case 'accepts':
        return void bid(message.goal).then((score) => send({ k: 'bid', ask: message.ask, score }))
      case 'run':
        return void begin(message)
      case 'cancel':
        stop(message.run, message.why)
        return send({ k: 'end', run: message.run, why: message.why })
      case 'credit': {
        const under = runs.get(message.run)
        if (under !== undefined) under.credit += message.more
        return under?.wake()
      }
      case 'answer': {
        const reads = runs.get(message.run)?.reads
        const waiting = reads?.get(message.read)
        reads?.delete(message.read)
        return 'why' in message ? waiting?.reject(new Error(message.why)) : waiting?.resolve(message.value)
      }
    }
  }
  send({ k: 'hello', v: GUEST_PROTOCOL, token, name: module.name, version: module.version })
  return {
    onMessage(text) {
      const message = readFromHost(text)
      if (message !== undefined) take(message)
    },
    onClose(why) {
      for (const run of [...runs.keys()]) stop(run, 'the node is gone')
      onOver(refusal ?? why, refusal !== undefined)
    },
  }
}

/** Sends the steps of a run: null when it concluded, '' when the module ended without, rejects with what it threw. */
async function stepsOf(
  { run, goal, budget, previous }: Extract<FromHost, { readonly k: 'run' }>,
  under: GuestRun,
  module: GuestModule,
  send: (message: FromGuest) => void,
): Promise<string | null> {
  const { signal } = under.ending
  let numbers = 0
  const read = <T>(of: Reading): Promise<T> =>
    new Promise<unknown>((resolve, reject) => {
      if (signal.aborted) return reject(new Error('the run is over'))
      numbers += 1
      under.reads.set(numbers, { resolve, reject })
      send({ k: 'read', run, read: numbers, of })
    }) as Promise<T>
  const work: GuestWork = {
    ...{ goal, budget, previous, signal },
    frames: (id) => read<FrameView>({ what: 'frame', id }),
    query: (body, options) => read<QueryAnswers>({ what: 'query', body, ...(options === undefined ? {} : { options }) }),
    claimsOf: (statement) => read<readonly ItemId[]>({ what: 'claims', statement }),
  }
  for await (const step of module.run(work)) {
    while (under.credit <= 0 && !signal.aborted) await new Promise<void>((resolve) => (under.wake = resolve))
    if (signal.aborted) return ''
    if (typeof step !== 'object' || step === null) throw new Error('a step is an object')
    const message = { k: 'step', run, step } as const
    if (textOf(message).length > GUEST_MESSAGE_LENGTH_MAX) throw new Error(`a step of more than ${GUEST_MESSAGE_LENGTH_MAX} characters`)
    under.credit -= 1
    send(message)
    if (step.concludes !== undefined) return null
  }
  return ''
}

/** A message as text: whole numbers beyond what JSON holds, and dates, in their tagged forms. */
function textOf(message: FromGuest): string {
  return JSON.stringify(message, function (this: Readonly<Record<string, unknown>>, key, value: unknown) {
    const given = this[key]
    if (typeof given === 'bigint') return { int: String(given) }
    return given instanceof Date ? { time: value } : value
  })
}
