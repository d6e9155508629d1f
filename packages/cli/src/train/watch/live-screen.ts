import { livePage, NOTICE, type LiveOutcome, type LivePage, type LiveSample } from "@tomograd/report";
import { EventTail } from "./event-tail.ts";
import type { LiveMessage, LiveSetup } from "./live-messages.ts";

/** Milliseconds between two drawings, at the least. */
const SOONEST = 1000;
/** Unless somebody asks, drawing takes a hundredth of the time. */
const SHARE = 100;

/** What the page shows: what training has told, and what its file says, drawn anew when somebody looks. */
export class LiveScreen {
  readonly #setup: LiveSetup;
  readonly #tail: EventTail;
  #outcome: LiveOutcome = "running";
  #place = { epoch: 0, epochs: 0, steps: 0 };
  /** Steps that had come, and when, as this process began to train. */
  #began: { readonly step: number; readonly at: number } | undefined;
  #samples: readonly LiveSample[] = [];
  #drawn: Promise<LivePage> | undefined;
  #isStale = true;
  /** When it was drawn, and how long that took. */
  #last = { at: -Infinity, took: 0 };

  constructor(setup: LiveSetup) {
    this.#setup = setup;
    this.#tail = new EventTail(setup.events);
  }

  async hear(message: LiveMessage): Promise<void> {
    this.#isStale = true;
    if (message.kind === "samples") this.#samples = message.samples;
    else if (message.kind === "end") this.#outcome = message.outcome;
    else {
      this.#place = message;
      if (this.#began) return;
      // Not before: what a stopped run had written after its last saved state is cut off when it goes on.
      await this.#tail.read();
      this.#began = { step: this.#tail.losses.length, at: performance.now() };
    }
  }

  /** The page as it is, drawn at most once a second. */
  async page(): Promise<LivePage> {
    if (this.#drawn && performance.now() < this.#last.at + SOONEST) return await this.#drawn;
    await this.#catchUp();
    return await this.#draw();
  }

  /** New content, where something has changed and it is time to draw it. */
  async news(): Promise<string | undefined> {
    if (performance.now() < this.#last.at + Math.max(SOONEST, SHARE * this.#last.took)) return undefined;
    await this.#catchUp();
    return this.#isStale ? (await this.#draw()).content : undefined;
  }

  /** The last content, whatever the time. */
  async last(): Promise<string> {
    await this.#catchUp();
    return (await this.#draw()).content;
  }

  async #catchUp(): Promise<void> {
    if (this.#began && (await this.#tail.read())) this.#isStale = true;
  }

  async #draw(): Promise<LivePage> {
    if (this.#drawn && !this.#isStale) return await this.#drawn;
    this.#isStale = false;
    const from = performance.now();
    const { run, classNames } = this.#setup;
    const { losses, epochs: history } = this.#tail;
    const facts = { run, classNames, losses, history, notice: NOTICE, samples: this.#samples, outcome: this.#outcome };
    this.#drawn = livePage({ ...facts, ...this.#place, secondsLeft: this.#secondsLeft() });
    const page = await this.#drawn;
    const at = performance.now();
    // The first time does not count: then the chart library is loaded.
    this.#last = { at, took: this.#last.at > 0 ? at - from : 0 };
    return page;
  }

  #secondsLeft(): number | undefined {
    const done = this.#tail.losses.length - (this.#began?.step ?? 0);
    if (!this.#began || done === 0) return undefined;
    const pace = (performance.now() - this.#began.at) / 1000 / done;
    return pace * (this.#place.steps * this.#place.epochs - this.#tail.losses.length);
  }
}
