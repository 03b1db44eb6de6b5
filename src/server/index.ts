/** The sync server as a library: `tracord/server`. */
export type { ServeOptions } from './options.ts'
export { serve, type ServerStatus, type TracordServer } from './server.ts'
export type { ServerEvent } from './realms.ts'
