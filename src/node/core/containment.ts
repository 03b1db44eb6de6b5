/** Containment: a mistake of ours ends the step it happened in, is named in an alarm, and takes nothing else along. */
import type { Clock } from '../../base/clock.ts'
import type { Journal } from '../../ports/journal.ts'
import type { Engine } from '../../semantics/engine.ts'
import { messageOf } from './events.ts'

/** Wraps a callback so that it never throws. */
export type Contain = <A extends readonly unknown[]>(run: (...args: A) => void) => (...args: A) => void

/** Tells `onFault` instead of throwing. */
export function createContainment(onFault: (why: string) => void): Contain {
  return (run) =>
    (...args) => {
      try {
        run(...args)
      } catch (thrown) {
        onFault(`a fault in this node: ${messageOf(thrown)}`)
      }
    }
}

/** A clock whose callbacks never throw. */
export function containedClock(clock: Clock, contain: Contain): Clock {
  return { now: () => clock.now(), after: (delayMs, run) => clock.after(delayMs, contain(run)) }
}

/** A journal whose callers' callbacks never throw into it. */
export function containedJournal(journal: Journal, contain: Contain): Journal {
  return {
    open: (visit, done) => journal.open(contain(visit), contain(done)),
    append: (rows, done) => journal.append(rows, contain(done)),
    read: (log, from, bytesMax, done) => journal.read(log, from, bytesMax, contain(done)),
    drop: (log, until, done) => journal.drop(log, until, contain(done)),
    close: (done) => journal.close(contain(done)),
  }
}

/** A judgement that may fail to take something in, but not by throwing: what is held and sent does not depend on it. */
export function containedEngine(engine: Engine, contain: Contain): Engine {
  return {
    ...engine,
    add: contain((said) => engine.add(said)),
    shelve: contain((said) => engine.shelve(said)),
    exclude: contain((author) => engine.exclude(author)),
    include: contain((author) => engine.include(author)),
    discount: contain((entries) => engine.discount(entries)),
    recount: contain((entries) => engine.recount(entries)),
    adopt: contain((law) => engine.adopt(law)),
    seal: contain((entries) => engine.seal(entries)),
    measure: contain((entries) => engine.measure(entries)),
    unmeasure: contain((entries) => engine.unmeasure(entries)),
    unseal: contain((entries) => engine.unseal(entries)),
  }
}
