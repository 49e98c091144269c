/** The door of what speaks CloudWatch's protocols. */
export * from './logs/index.ts'
export * from './monitoring/index.ts'
export * from './protocol/index.ts'
export * from './sns/index.ts'
