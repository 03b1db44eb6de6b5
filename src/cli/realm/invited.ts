/** Invited: a folder's node stays connected until its key belongs to its realm. */
import type { TracordNode } from '../../node/node.ts'
import type { RealmMember } from '../../node/realm/realm.ts'
import { counted } from '../screen/words.ts'
import type { Terminal } from '../terminal.ts'
import { waitFor, type Fail } from '../wait.ts'
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
  const later = `${dir} is kept: the same command waits on`
  try {
    const look = (fail: Fail): RealmMember | undefined => {
      const own = node.realm.members().find(({ key }) => key === node.id)
      if (own === undefined) line?.update(standOf(node, url))
      if (own?.removed === true) fail('FORBIDDEN', `${node.id} was removed from the realm: join with another folder`)
      return own?.removed === true ? undefined : own
    }
    const member = await waitFor(node, look, {
      ...{ stop, stopped: () => `stopped before anybody invited ${node.id}; ${later}` },
      ...{ timeoutMs, late: () => `nobody invited ${node.id} within ${(timeoutMs ?? 0) / 1_000} s; ${later}` },
    })
    const may = member.roles.length === 0 ? 'reads' : `may ${member.roles.join(', ')}`
    line?.done(`${paint.bold(member.name)} belongs to ${node.realm.name} and ${may}`)
    return member
  } catch (error) {
    line?.failed('not invited')
    throw error
  } finally {
    await node.close()
  }
}

/** Where the wait stands. */
function standOf(node: TracordNode, url: string): string {
  const isConnected = node.status().peers.some(({ state }) => state === 'ready')
  const members = counted(node.realm.members().filter(({ removed }) => !removed).length, 'member')
  return isConnected ? `waiting to be invited to ${node.realm.name}, ${members} so far` : `no connection to ${url} yet`
}
