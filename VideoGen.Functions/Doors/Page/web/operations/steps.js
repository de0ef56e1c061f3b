// @ts-check
/** A job's history as steps that a person can read, each with its money. */
import { isOver } from '../live.js';
import { money, number, size, t, word } from '../words.js';
import { moment, providerName, span } from './bits.js';
import { attempts } from './history.js';

/** @typedef {import('../types').Job} Job */
/** @typedef {import('../types').Hop} Hop */
/** @typedef {import('./types').HistoryEvent} HistoryEvent */
/** @typedef {import('./types').Instance} Instance */
/** @typedef {import('./types').Outcome} Outcome */
/** @typedef {import('./types').Step} Step */

/** Longer than any rest between two tries: it waits for a person. */
const forPeople = 30 * 60_000;

/** @param {string} name @param {Record<string, string | number>} [values] */
const say = (name, values) => t(`operations.timeline.${name}`, values);

/** @param {string} kind As the history writes it, or as the API does. */
const verdictOf = kind => word('verdict', kind.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase());

/** @param {string} kind @param {boolean} isSimulated @returns {Outcome} */
const outcomeOf = (kind, isSimulated = false) => {
  if (['Accepted', 'Succeeded', 'succeeded'].includes(kind)) return isSimulated ? 'simulated' : 'good';
  return ['Canceled', 'canceled', 'Pending', 'Gone'].includes(kind) ? 'plain' : 'bad';
};

/**
 * @param {Job} job @param {import('./types').History} history
 * @returns {{ steps: Step[], rest: HistoryEvent[] }} In the order of their beginnings; `rest` are events that nobody has to read.
 */
export function stepsOf(job, history) {
  /** @type {HistoryEvent[]} */
  const rest = [];
  const hops = new Hops(job.trace);
  const steps = [accepted(job, history.job.historyEvents[0]?.Timestamp), ...ofJob(job, history.job, rest), ...history.videos.flatMap(one => ofVideo(one, job, hops, rest))];
  return { steps: [...steps, ...hops.left().map(hop => ofHop(hop, null, null))].sort((one, other) => one.at - other.at), rest };
}

/** From the record alone: where its hops end is known, and how long the rest took. @param {Job} job @returns {Step[]} */
export function stepsOfRecord(job) {
  const { timings, createdAt, completedAt } = job;
  const [created, done] = [Date.parse(createdAt), completedAt ? Date.parse(completedAt) : null];
  const steps = [accepted(job, timings.queued === null ? undefined : new Date(created + timings.queued * 1000).toISOString())];
  const started = created + ((timings.queued ?? 0) + (timings.enhance ?? 0)) * 1000;
  if (timings.enhance !== null) steps.push(step(created + (timings.queued ?? 0) * 1000, started, say('steps.EnhancePrompt'), 'good', []));

  let before = started;
  for (const hop of job.trace) {
    steps.push(ofHop(hop, before, null));
    before = Date.parse(hop.at);
  }
  for (const [name, seconds] of /** @type {const} */ ([['StoreVideo', timings.download], ['TranscodeVideo', timings.transcode]])) {
    if (seconds === null) continue;
    steps.push(step(before, before + seconds * 1000, say(`steps.${name}`), 'good', []));
    before += seconds * 1000;
  }
  if (done !== null) steps.push(ended(job, before, done));
  return steps;
}

/** @param {number} at @param {number | null} until @param {string} title @param {Outcome} outcome @param {(string | null | undefined)[]} said @returns {Step} */
const step = (at, until, title, outcome, said) => ({ at, until, video: null, title, outcome, said: said.flatMap(text => text || []), cost: null, raw: [] });

/** @param {Job} job @param {string | undefined} started */
const accepted = (job, started) => step(Date.parse(job.createdAt), started ? Date.parse(started) : isOver(job) ? Date.parse(job.createdAt) : null, say('accepted'), 'plain', [
  job.cost.quoted === null ? null : say('quoted', { quoted: money(job.cost.quoted) }), !job.cost.points ? null : say('points', { n: job.cost.points }),
]);

/** @param {Job} job @param {number} at @param {number} until */
const ended = (job, at, until) => step(at, until, say('steps.CompleteJob'), job.status === 'completed' ? 'good' : job.status === 'canceled' ? 'plain' : 'bad', [
  word('status', job.status), job.error ? `${word('error', job.error.code)} ${job.error.message}` : null,
]);

/** @param {Hop} hop @param {number | null} from @param {number | null} video @returns {Step} */
const ofHop = (hop, from, video) => ({
  ...step(from ?? Date.parse(hop.at), Date.parse(hop.at), say('works', { provider: providerName(hop.provider), model: hop.model === hop.provider ? '' : hop.model }).trim(), outcomeOf(hop.verdict, hop.provider === 'simulation'), [verdictOf(hop.verdict), hop.detail, keyOf(hop.key)]),
  video, cost: hop.cost,
});

/** @param {string | null | undefined} key */
const keyOf = key => (key && key !== 'none' ? say('key', { key }) : null);

/** What the record tells of attempts, each for the event that it belongs to. */
class Hops {
  /** @type {Set<Hop>} */
  #left;

  /** @param {Hop[]} trace */
  constructor(trace) {
    this.#left = new Set(trace);
  }

  /** A hop is written at once after its event, before whatever comes next begins. @param {HistoryEvent} event @param {HistoryEvent[]} after */
  take(event, after) {
    const kind = String(event.Result?.Kind).toLowerCase();
    const end = Date.parse(event.Timestamp);
    const next = after.map(later => stretch(later)[0]).find(begun => begun >= end) ?? Infinity;
    for (const hop of this.#left) {
      const at = Date.parse(hop.at);
      if (hop.verdict.replaceAll('_', '') !== kind || (hop.key ?? null) !== (event.Result.Key ?? null) || at < end - 1000 || at > next + 50) continue;
      this.#left.delete(hop);
      return hop;
    }
    return null;
  }

  left = () => [...this.#left];
}

/** @param {HistoryEvent} event @returns {any} What was sent along; histories hold it as text. */
const inputOf = event => {
  try {
    return typeof event.Input === 'string' ? JSON.parse(event.Input) : event.Input;
  } catch {
    return event.Input;
  }
};

/** @param {HistoryEvent} event */
const stretch = event => /** @type {const} */ ([Date.parse(event.ScheduledTime ?? event.Timestamp), event.EventType.endsWith('Scheduled') || event.EventType.endsWith('Created') ? null : Date.parse(event.Timestamp)]);

/** @param {HistoryEvent} event What broke; it is repeated, or given up. @param {number | null} video @returns {Step} */
const broken = (event, video) => ({
  ...step(...stretch(event), say(`steps.${event.FunctionName}`), 'bad', [say('broke'), event.FailureDetails?.ErrorMessage ?? event.Reason]), video, raw: [event],
});

/** @param {Job} job @param {Instance} instance @param {HistoryEvent[]} rest @returns {Step[]} */
function ofJob(job, instance, rest) {
  /** @type {Step[]} */
  const steps = [];
  /** @type {HistoryEvent[]} */
  const told = [];
  for (const event of instance.historyEvents) {
    const name = event.FunctionName ?? event.Name;
    const [at, until] = stretch(event);
    if (event.EventType === 'TaskFailed' || event.EventType === 'SubOrchestrationInstanceFailed') {
      steps.push(broken(event, null));
    } else if (name === 'PublishEvent') {
      told.push(event);
    } else if (name === 'EnhancePrompt') {
      const by = event.Result?.TokensIn ? say('byModel') : say('composed');
      steps.push({ ...step(at, until, say('steps.EnhancePrompt'), until ? 'good' : 'open', [until ? by : null, event.Result?.WhyComposed]), raw: [event] });
    } else if (name === 'CompleteJob') {
      steps.push({ ...ended(job, at, until ?? at), until, raw: [event] });
    } else if (event.EventType === 'EventRaised' && name === 'Cancel') {
      steps.push({ ...step(at, until, say('calledOff'), 'plain', [inputOf(event)?.Reason]), raw: [event] });
    } else if (['ExecutionTerminated', 'ExecutionSuspended', 'ExecutionResumed'].includes(event.EventType)) {
      steps.push({ ...step(at, until, say(`steps.${event.EventType}`), event.EventType === 'ExecutionResumed' ? 'plain' : 'bad', [event.Reason ?? String(inputOf(event) ?? '')]), raw: [event] });
    } else {
      rest.push(event);
    }
  }
  const last = told.at(-1);
  if (last) steps.push({ ...step(...stretch(last), say('steps.PublishEvent'), 'plain', [told.some(event => event.Result === true) ? say('told', { n: told.length }) : say('nobody')]), raw: told });
  return steps;
}

/** @param {{ index: number, video: Instance, tasks: Map<string, Instance> }} one @param {Job} job @param {Hops} hops @param {HistoryEvent[]} rest @returns {Step[]} */
function ofVideo({ index, video, tasks }, job, hops, rest) {
  const names = attempts(video).map(attempt => attempt.name);
  const events = video.historyEvents;
  let made = -1;
  /** A try that is not in the record is a repeat of the one before. @type {{ provider?: string, model?: string } | null} */
  let before = null;
  return events.flatMap((event, place) => {
    const name = event.FunctionName ?? event.Name ?? '';
    const [at, until] = stretch(event);
    if (event.EventType === 'TaskFailed') return [broken(event, index)];

    const result = event.Result;
    /** @type {(title: string, outcome: Outcome, said: (string | null | undefined)[], cost?: number | null) => Step[]} */
    const tell = (title, outcome, said, cost = null) => [{ ...step(at, until, title, until ? outcome : 'open', said), video: job.count > 1 ? index : null, cost, raw: [event] }];
    switch (name) {
      case 'SubmitToProvider': {
        if (result?.Key) made++;
        const task = result?.Key ? tasks.get(names[made] ?? '')?.input : null;
        const hop = result && result.Kind !== 'Accepted' ? hops.take(event, events.slice(place + 1)) : null;
        before = task ? { provider: task.Provider, model: task.Task?.Model } : hop ?? before;
        const { provider, model } = before ?? {};
        return tell(provider ? say('submitted', { provider: providerName(provider), model: model === provider ? '' : model ?? '' }).trim() : say('steps.SubmitToProvider'),
          result ? outcomeOf(result.Kind, provider === 'simulation') : 'open', result ? [verdictOf(result.Kind), result.Detail, keyOf(result.Key)] : [], hop?.cost ?? null);
      }
      case 'ProviderTaskOrchestrator': {
        const found = tasks.get(names[made] ?? '');
        const task = found?.input;
        const hop = result ? hops.take(event, events.slice(place + 1)) : null;
        const looks = task ? task.Looks + (until ? 1 : 0) : 0;
        const next = found && !until ? found.historyEvents.findLast(one => one.EventType === 'TimerCreated')?.FireAt : null;
        return tell(say('works', { provider: providerName(task?.Provider ?? hop?.provider ?? ''), model: task?.Provider === 'simulation' ? '' : task?.Task?.Model ?? hop?.model ?? '' }).trim(),
          result ? outcomeOf(result.Kind, task?.Provider === 'simulation') : 'open',
          [result ? verdictOf(result.Kind) : null, result?.Detail, looks > 0 ? say('looked', { n: looks }) : null, next && Date.parse(next) > Date.now() ? say('nextLook', { time: moment(next) }) : null],
          hop?.cost ?? result?.Cost ?? null).map(one => ({ ...one, raw: [...one.raw, ...(found?.historyEvents ?? [])] }));
      }
      case 'LookUpSubmission':
        return tell(say('steps.LookUpSubmission'), result?.Kind === 'Accepted' ? 'good' : 'plain', result ? [verdictOf(result.Kind), result.Detail] : []).map(one => {
          const hop = result ? hops.take(event, events.slice(place + 1)) : null;
          return { ...one, cost: hop?.cost ?? null };
        });
      case 'StoreVideo':
        return tell(say('steps.StoreVideo'), result?.Outcome === 'Stored' ? 'good' : 'bad', result ? [
          result.SizeBytes ? size(result.SizeBytes) : null, result.Facts ? `${result.Facts.Width} × ${result.Facts.Height}, ${number(result.Facts.DurationSeconds)} s` : null, result.Detail,
        ] : []);
      case 'TranscodeVideo':
        return tell(say('steps.TranscodeVideo'), result?.Stored ? 'good' : 'plain', [result?.Stored?.SizeBytes ? size(result.Stored.SizeBytes) : null, result?.Failure ? say('keptAsMade', { why: result.Failure }) : null]);
      case 'ExtractThumbnail':
        return tell(say('steps.ExtractThumbnail'), result?.IsAvailable ? 'good' : 'plain', [until && !result?.IsAvailable ? say('noPicture') : null]);
      case 'CheckProviderTask':
      case 'AwaitLateVideo':
        return tell(say(`steps.${name}`), 'plain', []);
      case 'Resolve':
        return tell(say('decided'), 'good', [say(`decisions.${inputOf(event)?.Action}`)]);
      default:
    }
    if (event.EventType === 'TimerCreated') return [{ ...waited(event, events.slice(place + 1)), video: job.count > 1 ? index : null }];

    rest.push(event);
    return [];
  });
}

/** A wait ends by its timer, or by what happens next. @param {HistoryEvent} timer @param {HistoryEvent[]} after @returns {Step} */
function waited(timer, after) {
  const [at, due] = [Date.parse(timer.Timestamp), Date.parse(timer.FireAt ?? timer.Timestamp)];
  const fired = after.find(event => event.EventType === 'TimerFired' && event.FireAt === timer.FireAt);
  const next = fired ?? after.find(event => event.EventType !== 'EventSent');
  const forPerson = due - at > forPeople;
  return {
    ...step(at, next ? Date.parse(next.Timestamp) : null, say(forPerson ? 'heldFor' : 'rested'), next ? 'plain' : 'open', [next ? null : say('until', { time: moment(due), left: span((due - Date.now()) / 1000) })]),
    raw: fired ? [timer, fired] : [timer],
  };
}
