import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { unpackBrowser } from "./unpack-browser.ts";

/** A page in a browser without a network, with everything that it tried. */
export interface OpenedPage {
  readonly page: Page;
  /** What it asked for beside itself; none of it was answered. */
  readonly requests: readonly string[];
  /** Errors on the console, uncaught ones, and what a content-security policy forbade. */
  readonly problems: readonly string[];
  /** What `alert` and its kin said. */
  readonly dialogs: readonly string[];
}

/** How somebody looks at a page. */
export const VIEWS = {
  light: { colorScheme: "light", viewport: { width: 1200, height: 900 } },
  dark: { colorScheme: "dark", viewport: { width: 1200, height: 900 } },
  phone: {
    colorScheme: "light",
    viewport: { width: 360, height: 740 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
  },
} as const satisfies Record<string, BrowserContextOptions>;

/** A headless Chromium, and a temporary folder that goes when it closes. */
export class TestBrowser {
  readonly #browser: Browser;
  readonly #home: string;

  private constructor(browser: Browser, home: string) {
    this.#browser = browser;
    this.#home = home;
  }

  static async launch(): Promise<TestBrowser> {
    const { executable, env } = await unpackBrowser();
    const home = await mkdtemp(join(tmpdir(), "tomograd-browser-"));
    const browser = await chromium.launch({
      executablePath: executable,
      // Its sandbox needs rights that containers withhold; all that it opens is what tests wrote, and it has no network.
      args: ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND"],
      env: { ...env, HOME: home, PATH: process.env["PATH"] ?? "" },
      // How long a busy machine may take is for the tests to say.
      timeout: 0,
    });
    return new TestBrowser(browser, home);
  }

  /** Opens an HTML file, answers no other request, and waits until it is loaded. */
  async open(file: string, view: keyof typeof VIEWS = "light"): Promise<OpenedPage> {
    const context = await this.#browser.newContext({ ...VIEWS[view], offline: true, acceptDownloads: false });
    context.setDefaultTimeout(0);
    const url = pathToFileURL(resolve(file)).href;
    const [requests, problems, dialogs]: string[][] = [[], [], []];
    await context.route("**/*", async (route) => {
      if (route.request().url() === url) return await route.continue();
      return await route.abort();
    });
    const page = await context.newPage();
    // Also what never reaches the network, such as a frame or a data: address that is navigated to.
    page.on("request", (request) => {
      if (request.url() !== url && !request.url().startsWith("data:image/")) requests!.push(request.url());
    });
    page.on("websocket", (socket) => requests!.push(socket.url()));
    page.on("popup", (popup) => requests!.push(popup.url()));
    page.on("console", (message) => {
      if (message.type() === "error") problems!.push(message.text());
    });
    page.on("pageerror", (error) => problems!.push(error.message));
    page.on("dialog", (dialog) => {
      dialogs!.push(dialog.message());
      void dialog.dismiss();
    });
    await page.goto(url, { waitUntil: "load" });
    // What the page has tried until it stands is told before this answer.
    await page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
    return { page, requests: requests!, problems: problems!, dialogs: dialogs! };
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await rm(this.#home, { recursive: true, force: true });
  }
}
