export type { Fault, FaultCall, FaultHook } from './faults.ts'
export { type RunningS3, type S3Options, startS3 } from './server.ts'
