/** Network over websockets: client and server; one connection carries tracord's wires and the stock automerge-repo protocol. */
export { BACKOFF, type Backoff } from './backoff.ts'
export { webSocketClient, type WebSocketClient, type WebSocketClientOptions } from './client.ts'
export { CONNECTION_LIMITS, SERVER_LIMITS, type ConnectionLimits, type ServerLimits } from './limits.ts'
export { webSocketServer, type WebSocketServer, type WebSocketServerOptions } from './server.ts'
export { openTextSocket, textServer, type TextHandlers, type TextLimits, type TextServer, type TextSocket } from './texts.ts'
