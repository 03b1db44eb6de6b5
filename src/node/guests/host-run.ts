/** Host run: one run of a guest, as its node sees it: a queue of steps within the credit given, that ends with the guest at the latest. */
import type { Clock } from '../../base/clock.ts'
import type { Step, Work } from '../reasoning/module.ts'
import { GUEST_CREDIT, GUEST_GRACE_MS, GUEST_READS_MAX } from './limits.ts'
import type { FromGuest, FromHost } from './message.ts'
import { readFor } from './reads.ts'

/** What a run works with. */
export interface HostRunParts {
  /** Its number. */
  readonly run: number
  readonly work: Work
  readonly clock: Clock
  /** Sends; false when the message is too long to be sent. */
  send(message: FromHost): boolean
  /** Told when the guest does what costs it its place. */
  onFault(why: string): void
  /** Told once, when nothing more is to come of the guest. */
  onOver(): void
}

/** One run. */
export interface HostRun {
  readonly steps: AsyncIterable<Step>
  take(message: Extract<FromGuest, { readonly run: number }>): void
  /** The guest is gone. */
  lose(why: string): void
  isOver(): boolean
}

/** Begins a run at the guest. */
export function beginRun({ run, work, clock, send, onFault, onOver }: HostRunParts): HostRun {
  const queue: Step[] = []
  let credit = GUEST_CREDIT
  let reads = 0
  let wake = (): void => {}
  /** Why nothing comes any more; '' when the guest said nothing of it. */
  let ended: string | null = null
  let stopGrace = (): void => {}
  const over = (why: string): void => {
    if (ended !== null) return
    ended = why
    stopGrace()
    onOver()
    wake()
  }
  const cancel = (why: string): void => {
    if (ended !== null) return
    send({ k: 'cancel', run, why })
    stopGrace()
    stopGrace = clock.after(GUEST_GRACE_MS, () => onFault(`it did not stop within ${GUEST_GRACE_MS} ms of being told to`))
  }
  const next = async (): Promise<IteratorResult<Step>> => {
    while (queue.length === 0 && ended === null) await new Promise<void>((resolve) => (wake = resolve))
    const step = queue.shift()
    if (step === undefined) {
      if (ended === null || ended === '') return { done: true, value: undefined }
      throw new Error(ended)
    }
    if (queue.length === 0 && credit < GUEST_CREDIT / 2 && ended === null) {
      send({ k: 'credit', run, more: GUEST_CREDIT - credit })
      credit = GUEST_CREDIT
    }
    return { done: false, value: step }
  }
  const { goal, budget, previous } = work
  if (!send({ k: 'run', run, goal, budget, previous, credit })) over('what is known of this session is more than one message can tell')
  return {
    steps: {
      [Symbol.asyncIterator]: () => ({
        next,
        async return() {
          cancel('nobody waits for it any more')
          return { done: true, value: undefined }
        },
      }),
    },
    take(message) {
      if (ended !== null) return
      if (message.k === 'end') return over(message.why ?? '')
      if (message.k === 'read') {
        reads += 1
        if (reads > GUEST_READS_MAX) return onFault(`more than ${GUEST_READS_MAX} reads in one run`)
        send({ k: 'answer', run, read: message.read, ...readFor(work, message.of) })
        return
      }
      if (message.k !== 'step') return
      credit -= 1
      if (credit < 0) return onFault('it sent more steps than it was given credit for')
      queue.push(message.step)
      if (message.step.concludes === undefined) wake()
      else over('')
    },
    lose: over,
    isOver: () => ended !== null,
  }
}
