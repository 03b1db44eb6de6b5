/** Invited: a folder's node stays connected until its key belongs to its realm. */
import { TracordError } from '../../base/error.ts'
import type { TracordNode } from '../../node/node.ts'
import type { RealmMember } from '../../node/realm/realm.ts'
import { counted } from '../screen/words.ts'
import type { Terminal } from '../terminal.ts'
import { nodeIn } from './open.ts'

/** What is waited for. */
export interface Waiting {
  readonly dir: string
  readonly url: string
  /** null: as long as it takes. */
  readonly timeoutMs: number | null
  /** Progress is shown. */
  readonly isTold: boolean
}

/**
 * The member that the folder's key is, once it is one, as far as the folder has heard. Rejects with `TIMED_OUT`, with `FORBIDDEN` when
 * it was removed, with `ABORTED` when it is stopped.
 */
export async function invited({ dir, url, timeoutMs, isTold }: Waiting, { stop, progress, paint }: Terminal): Promise<RealmMember> {
  const node = await nodeIn(dir, { connect: [url] })
  const line = isTold ? progress(standOf(node, url)) : null
  const over = new AbortController()
  try {
    const member = await new Promise<RealmMember>((resolve, reject) => {
      const fail = (code: 'ABORTED' | 'TIMED_OUT' | 'FORBIDDEN', why: string): void => reject(new TracordError(code, why))
      const look = (): void => {
        const own = node.realm.members().find(({ key }) => key === node.id)
        if (own === undefined) return line?.update(standOf(node, url))
        if (own.removed) fail('FORBIDDEN', `${node.id} was removed from the realm: join with another folder`)
        else resolve(own)
      }
      const later = `${dir} is kept: the same command waits on`
      const abort = (): void => fail('ABORTED', `stopped before anybody invited ${node.id}; ${later}`)
      stop.addEventListener('abort', abort, { once: true, signal: over.signal })
      // A wait that somebody began goes on though nothing else happens: this timer holds the process.
      const isLate = (): void => fail('TIMED_OUT', `nobody invited ${node.id} within ${(timeoutMs ?? 0) / 1_000} s; ${later}`)
      const timer = timeoutMs === null ? undefined : setTimeout(isLate, timeoutMs)
      over.signal.addEventListener('abort', () => clearTimeout(timer), { once: true })
      node.subscribe(look)
      if (stop.aborted) abort()
      look()
    })
    const may = member.roles.length === 0 ? 'reads' : `may ${member.roles.join(', ')}`
    line?.done(`${paint.bold(member.name)} belongs to ${node.realm.name} and ${may}`)
    return member
  } catch (error) {
    line?.failed('not invited')
    throw error
  } finally {
    over.abort()
    await node.close()
  }
}

/** Where the wait stands. */
function standOf(node: TracordNode, url: string): string {
  const isConnected = node.status().peers.some(({ state }) => state === 'ready')
  const members = counted(node.realm.members().filter(({ removed }) => !removed).length, 'member')
  return isConnected ? `waiting to be invited to ${node.realm.name}, ${members} so far` : `no connection to ${url} yet`
}
