/** What the native API answers, as far as this page reads it: docs/api.md has the whole of it. */

export type Status = 'queued' | 'running' | 'completed' | 'failed' | 'canceled' | 'submission_unknown';

export interface Adaptation { field: string; asked: unknown; used: unknown; why: string }

export interface Video {
  index: number;
  status: string;
  contentUrl: string | null;
  thumbnailUrl: string | null;
  thumbnail: string | null;
  sizeBytes: number | null;
  sha256: string | null;
  width: number | null;
  height: number | null;
  durationSeconds: number | null;
  fps: number | null;
  codec: string | null;
  condition: string | null;
  provider: string | null;
  model: string | null;
  simulated: boolean;
  expiresAt: string | null;
}

export interface Hop { at: string; provider: string; model: string; key: string | null; verdict: string; detail: string | null; cost: number | null }

export interface Post { id: string; platform: string | null; time: string | null }

export interface Job {
  id: string;
  status: Status;
  stage: string;
  progress: number;
  message: string;
  mode: 'live' | 'simulation' | null;
  prompt: string;
  kind: string;
  negativePrompt: string | null;
  style: string | null;
  theme: string | null;
  platform: string | null;
  contentType: string | null;
  camera: string | null;
  format: string | null;
  aspectRatio: string | null;
  width: number | null;
  height: number | null;
  duration: number | null;
  fps: number | null;
  quality: string | null;
  fit: string | null;
  seed: number | null;
  count: number;
  image: Source | null;
  video: Source | null;
  references: Source[];
  audio: boolean | null;
  prefer: string | null;
  simulation: string | null;
  maxCost: number | null;
  enhancePrompt: boolean;
  tags: string[];
  group: string | null;
  enhancedPrompt: string | null;
  provider: string | null;
  model: string | null;
  adapted: Adaptation[];
  videos: Video[];
  trace: Hop[];
  cost: { quoted: number | null; charged: number | null; points: number | null };
  timings: { queued: number | null; enhance: number | null; generate: number | null; download: number | null; transcode: number | null; total: number | null };
  error: { code: string; message: string; retryable: boolean; billed: boolean | null } | null;
  post: Post | null;
  createdAt: string;
  updatedAt: string;
  completedAt: string | null;
}

export interface Range { min: number; max: number; default: number }
export interface Named { name: string; displayName: string; description?: string }
export interface Style extends Named { category: string; keywords: string[]; duration: Range; fps: Range }
export interface Theme extends Named { promptTemplate: string }
export interface Camera extends Named { words: string }
export interface Platform extends Named { formats: string[]; duration: Range; fps: Range; styles: string[]; words: string }
export interface Template extends Named { category: string; platform: string; contentType: string; basePrompt: string; style: string; defaults: { format: string; duration: number; fps: number } }
export interface Offer { kind: string; sizes: string[]; durations: number[]; references: number; usdPerSecond: number; usdPerSecondWithAudio: number | null; leastUsd: number }
export interface Model {
  name: string;
  provider: string;
  configured: boolean;
  retired: boolean;
  retiresOn: string | null;
  successor: string | null;
  audio: 'none' | 'choice' | 'always';
  seed: boolean;
  negativePrompt: boolean;
  promptLimit: number;
  promptUnit: 'utf16' | 'characters' | 'tokens';
  usualSeconds: number;
  quality: number;
  offers: Offer[];
}
export interface Catalog { styles: Style[]; themes: Theme[]; platforms: Platform[]; cameras: Camera[]; prompts: Template[]; models: Model[] }

export interface Usage { points: { unlimited: boolean; available: number | null } }
export interface Source { url: string | null; uploadId: string | null }
export interface Step { kind: string; model: string; width: number; height: number; duration: number | null; priceUsd: number }
export interface Candidate { provider: string; model: string; priceUsd: number; usualSeconds: number; steps: Step[]; adapted: Adaptation[]; deprecation: { model: string; deprecatedOn: string; retiresOn: string | null; successor: string | null } | null }
export interface Quote { mode: 'live' | 'simulation'; whySimulated: string | null; count: number; totalUsd: number; points: number; candidates: Candidate[] }
