import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { livePage } from "./live-page.ts";
import type { LiveState } from "./live-state.ts";

const STATE: LiveState = {
  run: "first",
  outcome: "running",
  classNames: ["healthy", "lesion"],
  epoch: 3,
  epochs: 4,
  steps: 2,
  secondsLeft: 3725,
  losses: [0.9, 0.7, 0.5, 0.4, NaN],
  history: [
    { loss: 0.8, tp: 3, auc: 0.61234567, val_loss: 0.9, val_tp: 2, val_auc: 0.6 },
    { loss: 0.45, tp: 5, auc: 0.75, val_loss: 0.6, val_tp: 4, val_auc: NaN },
  ],
  samples: [
    { name: "validation 1", image: "data:image/png;base64,AA==", label: 1, probability: 0.75 },
    { name: "validation 9", image: "data:image/png;base64,AA==", label: 0, probability: 0.5625 },
  ],
  notice: "For research.",
};

/** Without the spaces that nobody sees. */
const plain = (html: string): string => html.replace(/\s+/g, " ").replaceAll("> ", ">").replaceAll(" <", "<");
const content = async (more: Partial<LiveState>): Promise<string> => (await livePage({ ...STATE, ...more })).content;

test("a page says where training is, with curves, metrics and samples", async () => {
  const page = await livePage(STATE);
  expect(page.html).toContain(`<main>${page.content}</main>`);
  const [html, content] = [page.html, page.content].map(plain) as [string, string];
  expect(html).toContain("<footer>For research.</footer>");
  expect(content).toContain("Epoch 3 of 4, step 5 of 8, 1 h 02 min left at the most.");
  expect(content).toContain(`<progress value="5" max="8">62 %</progress>`);
  expect(content.match(/<svg /g)).toHaveLength(3);
  expect(content).toContain(`<tr><th scope="row">auc</th><td>0.75</td><td>NaN</td></tr>`);
  expect(content).toContain("validation 1<br />label: lesion<br />probability of lesion: 0.750</figcaption>");
  expect(content).toContain(
    `validation 9<br />label: healthy<br />probability of lesion: 0.563<br /><span class="wrong">wrong at 0.5</span>`,
  );
});

test("a run that has not begun, that has ended, was stopped or has failed", async () => {
  const none = { epoch: 0, epochs: 0, steps: 0, losses: [], history: [], samples: [], secondsLeft: undefined };
  expect(await content(none)).toContain("Training is about to begin.");
  expect(await content(none)).not.toMatch(/<progress|<svg|<table|<ul/);
  expect(await content({ outcome: "finished", secondsLeft: 0 })).toContain(
    "Training has ended in epoch 3 of 4, step 5",
  );
  expect(await content({ outcome: "stopped" })).toContain("<code>train --resume</code> goes on");
  expect(await content({ ...none, outcome: "failed" })).toContain("Training has failed.");
  expect(await content({ secondsLeft: 7.9 })).toContain("7 s left");
  expect(await content({ secondsLeft: 125 })).toContain("2 min 05 s left");
});

test("its policy allows its own style and script, and nothing else", async () => {
  const { html, policy } = await livePage(STATE);
  const [style, script] = ["style", "script"].map((tag) => new RegExp(`<${tag}>(.*?)</${tag}>`, "s").exec(html)![1]!);
  const hash = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  expect(policy.split("; ")).toEqual([
    "default-src 'none'",
    `style-src ${hash(style!)}`,
    `script-src ${hash(script!)}`,
    "img-src data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]);
  expect(html).not.toMatch(/<[^>]* (?:style|on\w+|href|srcset)=/);
  expect(html).toContain(`<noscript><meta http-equiv="refresh" content="5" /></noscript>`);
});

test("J1 names are text and nothing else", async () => {
  const name = `"><script>alert(1)</script><img src=x onerror=alert(1)>&amp;'\u202E`;
  const { html } = await livePage({
    ...STATE,
    run: name,
    classNames: [name, name],
    samples: STATE.samples.map((sample) => ({ ...sample, name, image: name })),
    history: [{ [name]: 1, loss: 0.5 }],
    notice: name,
  });
  expect(html).not.toMatch(/<script>alert|<img src=x|\u202E/);
  expect(html.match(/<script/g)).toHaveLength(1);
  expect(html).toContain(
    "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&amp;amp;&#39;\\u{202e}",
  );
});
