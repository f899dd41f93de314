import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Upload, UploadQueue } from '../upload-state.ts'

export const UploadQueueContext = createContext<UploadQueue | null>(null)

/** The queue itself, for components that add or cancel but show no progress: it never renders them again. */
export function useUploadQueue(): UploadQueue {
  const queue = useContext(UploadQueueContext)
  if (!queue) throw new Error('useUploadQueue works below <HoldallProvider> alone')
  return queue
}

/** Every upload of this page, as it goes on. */
export function useUploads(): readonly Upload[] {
  const queue = useUploadQueue()
  return useSyncExternalStore(queue.subscribe, queue.snapshot, queue.snapshot)
}
