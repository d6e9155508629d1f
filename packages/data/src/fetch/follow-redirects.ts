import { InputError } from "@tomograd/kernels";

const MOST_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * The answer to a GET request, after at most five redirects, none of which may leave HTTPS.
 *
 * @throws InputError for a server that cannot be reached, too many or other redirects, and any status but 200.
 */
export async function followRedirects(start: URL, subject: string, signal: AbortSignal): Promise<Response> {
  let url = start;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    const response = await get(url, subject, signal);
    if (response.status === 200) return response;
    await response.body?.cancel();
    if (!REDIRECTS.has(response.status)) {
      const received = `status=${response.status} from ${url.host}`;
      throw new InputError({ subject, rule: "the server must have the file", received, advice: adviceFor(start) });
    }
    url = redirected(url, response.headers.get("location"), subject);
  }
  const received = `more than ${MOST_REDIRECTS} redirects`;
  throw new InputError({ subject, rule: "the server must lead to the file", received, advice: adviceFor(start) });
}

async function get(url: URL, subject: string, signal: AbortSignal): Promise<Response> {
  try {
    // Compressed on the way, the length would not be the file's.
    return await fetch(url, { redirect: "manual", signal, headers: { "accept-encoding": "identity" } });
  } catch (cause) {
    signal.throwIfAborted();
    const { code = "unknown" } = ((cause as Error).cause ?? {}) as NodeJS.ErrnoException;
    const received = `error=${code} for ${url.host}`;
    throw new InputError({ subject, rule: "the server must be reachable", received, advice: adviceFor(url), cause });
  }
}

function redirected(from: URL, location: string | null, subject: string): URL {
  const to = location !== null && URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  const isSafe = to && (to.protocol === "https:" || (to.protocol === "http:" && from.protocol === "http:"));
  if (isSafe && to.username === "" && to.password === "") return to;
  const rule = "a redirect must lead to HTTPS, or stay with HTTP";
  throw new InputError({ subject, rule, received: `a redirect from ${from.host} to ${to?.protocol ?? "nowhere"}` });
}

function adviceFor({ origin, pathname }: URL): string {
  return `Try again later, or put ${origin}${pathname} into the folder by other means and run this again to check it`;
}
