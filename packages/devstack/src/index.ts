export { StackError } from './errors.ts'
export { type Guard, startGuard } from './guard.ts'
export { type Postgres, type PostgresOptions, startPostgres } from './postgres/start.ts'
export { type Stack, type StackOptions, startStack } from './stack.ts'
