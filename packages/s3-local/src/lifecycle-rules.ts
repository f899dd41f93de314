/** One rule of a bucket's lifecycle configuration: the parts of S3's that this server carries out. */
export type LifecycleRule = {
  id: string
  enabled: boolean
  /** How the rule was written, so that it reads back the same. */
  scope: 'prefix' | 'filter' | 'and'
  filter: {
    prefix?: string
    tags: ReadonlyArray<readonly [key: string, value: string]>
    /** Bytes, exclusive. */
    sizeGreaterThan?: number
    /** Bytes, exclusive. */
    sizeLessThan?: number
  }
  expiration?: { days: number } | { date: string }
  abortIncompleteUploadDays?: number
}
