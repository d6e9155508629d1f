import { createHash } from "node:crypto";
import { html, trusted } from "../html/html.ts";
import { liveContent } from "./live-content.ts";
import { LIVE_SCRIPT } from "./live-script.ts";
import type { LiveState } from "./live-state.ts";
import { LIVE_STYLE } from "./live-style.ts";

/** The live view at one moment. */
export interface LivePage {
  /** The whole document: readable without any script, and then loaded anew every few seconds. */
  readonly html: string;
  /** The inside of its `main`, for those who have the page already. */
  readonly content: string;
  /** The content-security policy that it is served with: its own style and script, and nothing from elsewhere. */
  readonly policy: string;
}

const hash = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

const POLICY = [
  "default-src 'none'",
  `style-src ${hash(LIVE_STYLE)}`,
  `script-src ${hash(LIVE_SCRIPT)}`,
  "img-src data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Byte for byte what the hashes are of. */
const STYLE_ELEMENT = trusted(`<style>${LIVE_STYLE}</style>`);
const SCRIPT_ELEMENT = trusted(`<script>${LIVE_SCRIPT}</script>`);

/** Seconds after which a page without script looks again. */
const RELOAD = 5;

/**
 * Draws what is known of a training run as a page that keeps itself up to date from `events` beside it: a stream of
 * `state` events with new content as JSON, and an `end`.
 *
 * @example response.setHeader("Content-Security-Policy", page.policy).end(page.html);
 */
export async function livePage(state: LiveState): Promise<LivePage> {
  const content = await liveContent(state);
  const page = html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <noscript><meta http-equiv="refresh" content="${RELOAD}" /></noscript>
        <title>Training ${state.run}</title>
        ${STYLE_ELEMENT}
      </head>
      <body>
        <p id="lost" role="status" hidden>
          The training process does not answer any more. This is the last state that it showed.
        </p>
        <main>${content}</main>
        <footer>${state.notice}</footer>
        ${SCRIPT_ELEMENT}
      </body>
    </html> `;
  return { html: page.text, content: content.text, policy: POLICY };
}
