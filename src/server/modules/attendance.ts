/** Attendance: modules in other processes, attached to the nodes of a server by whoever knows the token. */
import type { Clock } from '../../base/clock.ts'
import { TracordError } from '../../base/error.ts'
import { err, ok, type Result } from '../../base/result.ts'
import { createHost, type Hello } from '../../node/guests/host.ts'
import { GUESTS_MAX } from '../../node/guests/limits.ts'
import type { Line, LineHandlers } from '../../node/guests/line.ts'
import type { TracordNode } from '../../node/node.ts'
import type { Module } from '../../node/reasoning/module.ts'
import { BUILT_IN } from '../../node/reasoning/profile.ts'
import { isToken } from './token.ts'

/** A module that is attached. */
export interface Attached {
  readonly name: string
  readonly version: string
  /** Id of the realm whose node it serves. */
  readonly realm: string
  /** Where it is, for screens. */
  readonly at: string
}

/** What attendance needs. */
export interface AttendanceParts {
  readonly token: string
  readonly clock: Clock
  /** Told of each that was refused or let go, and why. */
  readonly onLeft: (label: string, why: string) => void
}

/** The modules attached to a server. */
export interface Attendance {
  /** Speaks with one that wants to attach to `node`. */
  attend(line: Line, node: TracordNode): LineHandlers
  attached(): readonly Attached[]
}

/** Nobody attached. */
export function createAttendance({ token, clock, onLeft }: AttendanceParts): Attendance {
  const attached = new Map<string, Attached>()
  const takeIn = ({ token: given, name, version }: Hello, module: Module, at: string, node: TracordNode): Result<() => void, string> => {
    const realm = node.realm.id
    const key = `${realm} ${name}`
    if (!isToken(given, token)) return err('this is not the token: it is in the file modules.token of the server')
    if (attached.has(key) || BUILT_IN.some((label) => label.startsWith(`${name}@`))) return err(`a module named ${name} works here already`)
    if (attached.size >= GUESTS_MAX) return err(`${GUESTS_MAX} modules are attached already`)
    const leave = usedBy(node, module)
    if (!leave.ok) return leave
    attached.set(key, { name, version, realm, at })
    return ok(() => {
      attached.delete(key)
      leave.value()
    })
  }
  return {
    attend: (line, node) =>
      createHost({
        ...{ line, clock, node: node.name, mayBlock: false },
        welcome: (hello, module) => takeIn(hello, module, line.label, node),
        onOver: (why) => onLeft(line.label, why),
      }),
    attached: () => [...attached.values()],
  }
}

function usedBy(node: TracordNode, module: Module): Result<() => void, string> {
  try {
    return ok(node.use(module))
  } catch (thrown) {
    if (thrown instanceof TracordError) return err(thrown.message)
    throw thrown
  }
}
