/** What the calls of the operations page answer, as far as it reads them: docs/api.md, docs/webhooks.md. */
import type { TemplateResult } from '../lib/lit-html/lit-html.js';
import type { Job } from '../types';

export interface Feature { name: string; on: boolean; why: string | null }
export interface Health { status: 'healthy' | 'degraded' | 'unhealthy'; features: Feature[] }

export interface Queue { counts: { waiting: number; active: number; completed: number; failed: number; delayed: number } | null; underWay: Job[]; ended: Job[] }

export interface ProviderKey { key: string; state: 'live' | 'resting' | 'exhausted' | 'refused'; since: string | null; nextProbe: string | null; inFlight: number; limit: number | null; moderated: number; detail: string | null }
export interface Provider { name: string; configured: boolean; state: string; keys: ProviderKey[] }
export interface Credits { balance: number | null; unit: string | null; balanceUsd: number | null; keys: { key: string; balance: number | null; trouble: string | null }[] }

export interface Subscription { id: string; url: string; events: string[]; description: string | null; enabled: boolean; disabledAt: string | null; disabledReason: string | null; failingSince: string | null; oldSecretUntil: string | null; secret: string | null }
export interface Attempt { number: number; at: string; status: number | null; latencyMs: number; response: string | null; trouble: string | null }
export interface Delivery { id: string; eventId: string; type: string; subscription: string | null; target: string; videoId: string | null; url: string; status: 'pending' | 'delivered' | 'failed' | 'canceled'; nextAttemptAt: string | null; attempts: Attempt[]; payload: unknown; createdAt: string }
export interface Deliveries { deliveries: Delivery[]; next: string | null }

export interface Numbers { jobs: number; completed: number; failed: number; canceled: number; simulated: number; successRate: number | null; meanSeconds: number | null; p50Seconds: number | null; p95Seconds: number | null; chargedUsd: number }
export interface Metrics {
  from: string; to: string; total: Numbers; simulatedShare: number | null;
  kinds: { kind: string; numbers: Numbers }[];
  providers: { provider: string; numbers: Numbers }[];
  kindsAndProviders: { kind: string; provider: string; numbers: Numbers }[];
  styles: { style: string; numbers: Numbers }[];
  platforms: { platform: string; numbers: Numbers }[];
}

export interface Usage {
  user: string;
  plan: { name: string; pointsPerMonth: number | null; perDay: number | null; perMonth: number | null; concurrency: number | null };
  points: { unlimited: boolean; available: number | null; reserved: number; spent: number; granted: number; spentThisPeriod: number };
  quota: { day: { used: number; limit: number | null; resetsAt: string }; month: { used: number; limit: number | null; resetsAt: string }; running: { used: number; limit: number | null } };
  period: { from: string; to: string };
  jobs: { started: number; succeeded: number; unsuccessful: number; underWay: number };
  cost: { total: number; byProvider: Record<string, number> };
  ledger: { entries: number; drift: number };
}

/** An event of a durable history, as the management API has it: only what is read here. */
export interface HistoryEvent {
  EventType: string; Timestamp: string; ScheduledTime?: string; FunctionName?: string; Name?: string; InstanceId?: string; FireAt?: string;
  Input?: unknown; Result?: any; Reason?: string; Details?: unknown; FailureDetails?: { ErrorMessage?: string } | null; OrchestrationStatus?: string;
}
export interface Instance { instanceId: string; name: string; runtimeStatus: string; input: any; output: any; historyEvents: HistoryEvent[] }
export interface History { job: Instance; videos: { index: number; video: Instance; tasks: Map<string, Instance> }[] }

export type Outcome = 'good' | 'bad' | 'simulated' | 'open' | 'plain';
export interface Step {
  at: number; until: number | null; video: number | null; title: string; outcome: Outcome;
  said: string[]; cost: number | null; raw: unknown[];
}

/** One section of the page: what it loads, and how it looks. */
export interface Section { parts: { refresh(signal: AbortSignal): Promise<void> }[]; draw(): TemplateResult }

export interface Context {
  /** Of the address, as it is now. */
  query(): URLSearchParams;
  /** Draws what has changed. */
  draw(): void;
  /** Loads everything anew. */
  refresh(): Promise<void>;
  signal: AbortSignal;
}
