/** Life of a core: starting, running, closing; what may be done in each. */
import { TracordError } from '../../base/error.ts'
import type { Hash } from '../../base/hash.ts'
import { err, ok, type Result } from '../../base/result.ts'
import type { Done, Opened } from '../../ports/journal.ts'
import { containedClock, containedJournal, createContainment } from './containment.ts'
import { countedOf } from './holdings.ts'
import { assemble, tellFork, type Machine } from './machine.ts'
import type { CoreParts } from './parts.ts'
import { createRestorer, type Restorer } from './start.ts'

/** A core's machine, and its beginning and end. */
export interface CoreLife {
  readonly machine: Machine
  start: (done: Done<null>) => void
  close: (done: Done<null>) => void
}

/** A life that has not begun. */
export function createLife(given: CoreParts, realm: Hash): CoreLife {
  const contain = createContainment((why) => machine.events.emit({ type: 'alarm', peer: 'self', why }))
  const parts = { ...given, clock: containedClock(given.clock, contain), journal: containedJournal(given.journal, contain) }
  const { clock, journal } = parts
  let state: 'new' | 'running' | 'closing' | 'closed' = 'new'
  let closers: Done<null>[] = []

  const refusal = (): TracordError | null => {
    if (state === 'closing' || state === 'closed') return new TracordError('CLOSED', 'the node was closed: create a new one')
    if (state === 'new') return new TracordError('CLOSED', 'the node has not started: wait for its start')
    const why = machine.recorder.readOnly()
    if (why === null) return null
    return new TracordError('READ_ONLY', `the disk refuses writes (${why}); the node still reads, and recovers by itself`)
  }
  const finish = (): void => {
    state = 'closed'
    machine.recorder.stop()
    machine.news.stop()
    machine.beat.stop()
    machine.recount.stop()
    machine.behind.stop()
    machine.questions.stop()
    machine.wires.closeAll('the node closes')
    journal.close((result) => {
      for (const done of closers) done(result)
      closers = []
    })
  }
  const onProgress = (): void => {
    const { recorder, writer } = machine
    if (state !== 'closing') return
    if (recorder.readOnly() !== null || (recorder.isIdle() && writer.isIdle())) finish()
  }
  const machine = assemble(parts, realm, { refusal, onProgress, contain })

  return {
    machine,
    start(done) {
      const restorer = createRestorer({ ...machine, realm, onDamage: (why) => machine.events.emit({ type: 'damage', why }) })
      journal.open(
        (row) => restorer.visit(row),
        (opened) => {
          if (!opened.ok) return done(opened)
          const restored = restore(machine, restorer, opened.value)
          if (restored.ok && state === 'new') state = 'running'
          done(restored)
        },
      )
    },
    close(done) {
      if (state === 'closed' && closers.length === 0) {
        clock.after(0, () => done(ok(null)))
        return
      }
      closers.push(done)
      if (state === 'closing' || state === 'closed') return
      state = 'closing'
      onProgress()
    },
  }
}

/** The journal was read: judgement, peers and epochs begin where it ends. */
function restore(machine: Machine, restorer: Restorer, opened: Opened): Result<null, TracordError> {
  try {
    takeUp(machine, restorer, opened)
    return ok(null)
  } catch (cause) {
    const why = 'the journal could be read, but not taken in: keep the folder, and report this'
    return err(new TracordError('CORRUPT', why, { cause }))
  }
}

function takeUp(machine: Machine, restorer: Restorer, { starts, damage }: Opened): void {
  const { confirmation, engine, epochs, events, holdings, ledger, subscription } = machine
  const domains = subscription.domains()
  if (domains !== null) {
    engine.hold(domains)
    machine.run({ type: 'hold', domains })
  }
  const proofs = restorer.finish()
  for (const holding of holdings.all()) {
    confirmation.grown(holding)
    machine.run({ type: 'grown', log: holding.log, held: countedOf(holding), reach: holding.ids.length, from: null, range: null })
    // By what is pruned of it; what two entries prove comes next.
    if (holding.forkedAt !== null) tellFork(holding, machine.run)
  }
  for (const { log, at, links } of proofs) ledger.restoreProof(log, at, links)
  for (const { log, from, count, why } of damage) {
    const what = log === null ? 'an unknown log' : `${count ?? 'some'} entries from ${from ?? '?'} of ${log}`
    events.emit({ type: 'damage', why: `${what}: ${why}; peers that have them are asked` })
  }
  machine.behind.begin()
  epochs.begin(starts)
  machine.herald.begin(starts)
}
