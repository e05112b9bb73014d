export { createShoalNode } from './create-shoal-node.js'
export type { Muxer, ShoalNode, ShoalNodeOptions, ShoalNodeServices } from './create-shoal-node.js'
export { DataDirectoryError, DataDirectoryInUseError, ListenError, NodeStoppedError } from './errors.js'
export { voterIdIn } from './voter-id.js'
