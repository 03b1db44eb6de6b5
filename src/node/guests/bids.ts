/** Bids: the questions whether a guest accepts, as long as they are open; one that is behind with them is not waited for. */
import type { Clock, Ms } from '../../base/clock.ts'
import { BID_MS } from '../reasoning/limits.ts'
import { GUEST_BIDS_MAX } from './limits.ts'

/** The open questions of one guest. */
export interface Bids {
  /** Asks by `send`, which says whether it could. Resolves with 0 at once while the guest owes an answer for longer than anybody waits. */
  ask(send: (ask: number) => boolean): Promise<number>
  isOpen(ask: number): boolean
  answer(ask: number, score: number): void
  /** No answer comes any more. */
  end(): void
}

/** One question. */
interface Open {
  readonly since: Ms
  resolve(score: number): void
}

/** No question yet. */
export function createBids(clock: Clock): Bids {
  const open = new Map<number, Open>()
  let numbers = 0
  const isOverdue = ({ since }: Open): boolean => clock.now() - since > BID_MS
  const settle = (ask: number, score: number): void => {
    open.get(ask)?.resolve(score)
    open.delete(ask)
  }
  return {
    ask(send) {
      const ask = (numbers += 1)
      const [oldest] = open
      const isBehind = oldest !== undefined && isOverdue(oldest[1])
      // Beyond its bound it is asked only in place of a question whose answer nobody waits for any more.
      if (oldest !== undefined && open.size >= GUEST_BIDS_MAX) {
        if (!isBehind) return Promise.resolve(0)
        settle(oldest[0], 0)
      }
      return new Promise((resolve) => {
        open.set(ask, { since: clock.now(), resolve })
        if (!send(ask)) settle(ask, 0)
        if (isBehind) resolve(0)
      })
    },
    isOpen: (ask) => open.has(ask),
    answer(ask, score) {
      settle(ask, score)
      // It answers again: what it passed over before is forgotten.
      for (const [other, one] of open) if (other < ask && isOverdue(one)) settle(other, 0)
    },
    end() {
      for (const ask of [...open.keys()]) settle(ask, 0)
    },
  }
}
