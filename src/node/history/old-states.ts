/** Old states: the judgement as it was in a state that somebody can name; built when it is asked for, the latest few kept. */
import { TracordError } from '../../base/error.ts'
import type { VectorLine } from '../../sync/message.ts'
import { orAborted, throwIfAborted } from '../abort.ts'
import type { Core } from '../core/core.ts'
import type { AtOptions, Certificate, OldState, StateVector } from '../node.ts'
import { explain, query, readBranch, readConflicts, readFrame } from '../reading.ts'
import type { StateName } from './arrivals.ts'
import type { Past } from './history.ts'
import { linesOfVector } from './lines.ts'

/** Judgements of old states that are kept at once; each may be as large as the present one. */
const KEPT_MAX = 2
/** States waited for at once; they are built one after the other. */
const WAITING_MAX = 16

/** The states that were. */
export interface OldStates {
  at(state: Certificate | StateVector, options?: AtOptions): Promise<OldState>
}

/** No old state is built yet. */
export function createOldStates(core: Core): OldStates {
  const kept = new Map<string, Past>()
  let turn: Promise<unknown> = Promise.resolve()
  let waiting = 0

  const keep = (past: Past): void => {
    kept.delete(past.state)
    kept.set(past.state, past)
    for (const oldest of kept.keys()) if (kept.size > KEPT_MAX) kept.delete(oldest)
  }
  const build = async (wanted: Wanted, { signal, onProgress }: AtOptions): Promise<Past> => {
    throwIfAborted(signal)
    const known = wanted.name === undefined ? undefined : kept.get(wanted.name.state)
    if (known !== undefined) return known
    const building = { onProgress: onProgress ?? (() => undefined), isGivenUp: () => signal?.aborted === true }
    return new Promise<Past>((resolve, reject) => {
      core.history.build(linesOf(core, wanted), building, (built) => (built.ok ? resolve(built.value) : reject(built.error)))
    })
  }
  return {
    async at(state, options = {}) {
      throwIfAborted(options.signal)
      const wanted = wantedFrom(core, state)
      if (waiting >= WAITING_MAX) throw new TracordError('REFUSED', `${WAITING_MAX} old states are asked for already: await them first`)
      waiting += 1
      const built = turn.then(() => build(wanted, options))
      turn = built.catch(() => undefined).finally(() => (waiting -= 1))
      const past = await orAborted(built, options.signal, 'the state is not built any further')
      if (wanted.name !== undefined && past.state !== wanted.name.state)
        throw new TracordError('BAD_INPUT', 'the vector that comes with this certificate is not that of its state')
      keep(past)
      return oldStateOf(core, past)
    },
  }
}

/** A state by its name, its lines, or both. */
interface Wanted {
  readonly name?: StateName
  readonly lines?: readonly VectorLine[]
}

function wantedFrom(core: Core, state: unknown): Wanted {
  if (Array.isArray(state)) return { lines: linesOfVector(state) }
  const { realm, state: root, entries, vector } = (typeof state === 'object' && state !== null ? state : {}) as Partial<Certificate>
  if (typeof root !== 'string' || !Number.isSafeInteger(entries))
    throw new TracordError('BAD_INPUT', 'at() takes a fork, a certificate, or a state vector: a list of [log, count, head]')
  if (realm !== core.realm) throw new TracordError('BAD_INPUT', `this certificate is of another realm, ${String(realm)}`)
  const name = { state: root, entries: entries ?? 0 }
  return vector === undefined ? { name } : { name, lines: linesOfVector(vector) }
}

function linesOf(core: Core, { name, lines }: Wanted): readonly VectorLine[] {
  const found = lines ?? (name === undefined ? undefined : core.history.find(name))
  if (found !== undefined) return found
  const why = 'no state that this node is known to have been in is the one of that certificate'
  throw new TracordError('UNKNOWN', `${why}: ask for one that names what it holds, by certificate({ vector: true })`)
}

/** The verbs that look, on a state that was. */
function oldStateOf(core: Core, { engine, entries, state, locate }: Past): OldState {
  // Whether others hold it by now says nothing of then.
  const past = { engine, locate, domains: core.domains, isProvisional: () => false }
  return {
    entries,
    frame: (id) => readFrame(past, id),
    frames: () => engine.frames(),
    at: (fork) => readBranch(past, fork),
    conflicts: () => readConflicts(past),
    components: () => engine.components(),
    query: (body, options) => query(past, body, options),
    explain: (about) => explain(past, about),
    certificate: () => core.certify({ state, entries, verdict: engine.digest() }),
  }
}
