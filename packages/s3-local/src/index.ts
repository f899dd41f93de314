export { createFaultRules, type FaultRule, type FaultRules } from './fault-rules.ts'
export type { Fault, FaultCall, FaultHook } from './faults.ts'
export { type RunningS3, type S3Options, startS3 } from './server.ts'
