/** Modules that run outside of a node as a library: `tracord/module`. */
export { connectModule, type Connection, type ConnectOptions } from './connect.ts'
export type { Goal, GuestModule, GuestQuery, GuestWork, Step } from '../../node/reasoning/module.ts'
