"""Fetching from elsewhere without being led astray. ``fetch`` promises, whatever the other side answers:

- only http and https, only ports 80 and 443, only hosts that the caller allows, no name or password in an address;
- the name is resolved here, every address it has must be a public one, and the connection goes to one of the very
  addresses that were looked at: a name that answers otherwise a moment later changes nothing;
- a redirect is followed within the same host alone, three times at most, never from https to http, each looked at anew;
- what is read is bounded in headers, in bytes as sent, in bytes as unpacked and in time, drip by drip or not;
- certificates are verified; no cookies, no proxies of the environment, nothing of ours but the User-Agent.
"""

from cms.collecting.fetching.asking import ANY_PUBLIC_HOST, Asked, Hosts, ask, only
from cms.collecting.fetching.fetch import Fetched, Rules, fetch
from cms.collecting.fetching.problems import FetchProblem, Why

__all__ = ["ANY_PUBLIC_HOST", "Asked", "FetchProblem", "Fetched", "Hosts", "Rules", "Why", "ask", "fetch", "only"]
